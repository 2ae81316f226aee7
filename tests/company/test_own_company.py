"""The firm's own account: asked for once, opened once, whatever dies meanwhile, and told to whoever asked."""

from datetime import datetime
from pathlib import Path

import pytest

from domain.own_company import ask_again_at
from domain.ports import AccountDeclined, AccountOpened, AccountWanted
from domain.vocabulary import ColleagueStatus, Role, Scope
from store.demo.own_company import DECLINED_NUMBER, DemoAccounts
from store.engine import Store
from store.tables import colleague
from store.vault import Vault
from tests.company.accounts import CREATE, Office, Platform, own
from tests.company.test_updating import UPDATE
from tests.facts.telling import told
from tests.invites.asking import ask, codes, left
from tests.portal import Portal
from tests.portal.portal import SECRET_KEY, open_portal
from tests.world import World

OPENED, DECLINED = AccountOpened("SP-7"), AccountDeclined("Nobody may sign.")
on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def office(store: Store, vault: Vault, now: datetime) -> Office:
    """Asks a platform that opens everything."""
    return Office(store, vault, Platform([OPENED]), now)


async def test_an_admin_asks_and_is_told_when_the_account_is_open(
    world: World, portal: Portal, office: Office, admin_store: Store
) -> None:
    firm = await world.partner(legal_name="Nord ApS", registration_number="13585628")
    ada, _ = await firm.colleague("Ada", role=Role.ADMIN), await firm.colleague(role=Role.OWNER)
    assert (await own(portal.of(ada)))["status"] == "NONE"
    payload = await ask(portal.of(ada), CREATE, idempotencyKey="own-1")
    assert payload["userErrors"] == []
    assert (payload["ownCompany"]["status"], payload["ownCompany"]["requestedBy"]) == ("CREATING", {"name": "Ada"})
    assert await office.round() == 1
    (wanted,) = office.platform.asked
    assert (wanted.legal_name, wanted.country, wanted.registration_number) == ("Nord ApS", "DK", "13585628")
    assert (wanted.admin_name, wanted.admin_email) == ("Ada", ada.email)
    found = await own(portal.of(ada))
    assert (found["status"], found["accountNumber"]) == ("ACTIVE", "SP-7")
    assert found["link"] == "https://platform.example/accounts/SP-7"
    after = await left(admin_store)
    assert after.audit == after.events == ["own_company.requested", "own_company.active"]
    assert [(mail.kind, mail.to_email) for mail in after.mails] == [("own_company_active", ada.email)]
    assert await ask(portal.of(ada), CREATE, idempotencyKey="own-1") == payload
    assert await office.later(days=1).round() == 0


async def test_after_a_refusal_it_can_be_asked_for_again_as_another_account(
    world: World, portal: Portal, office: Office, admin_store: Store
) -> None:
    firm = await world.partner()
    ada = await firm.colleague(role=Role.ADMIN)
    office.platform.answers = [DECLINED, OPENED]
    await ask(portal.of(ada), CREATE)
    await office.round()
    found = await own(portal.of(ada))
    assert (found["status"], found["failureReason"]) == ("FAILED", "Nobody may sign.")
    assert (await ask(portal.of(ada), CREATE))["ownCompany"]["failureReason"] is None
    await office.round()
    assert (await own(portal.of(ada)))["status"] == "ACTIVE"
    first, second = office.platform.asked
    assert first.reference != second.reference
    assert (await left(admin_store)).mail_kinds == ["own_company_active", "own_company_failed"]


async def test_who_dies_between_asking_and_noting_makes_no_second_account(
    world: World, portal: Portal, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = portal.of(await (await world.partner()).colleague(role=Role.ADMIN))
    await ask(ada, CREATE)

    async def die(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("gateway.accounts.asking.settle", die)
        with pytest.raises(SystemExit):
            await office.round()
    assert (len(office.platform.accounts), (await own(ada))["status"]) == (1, "CREATING")
    assert await office.later(seconds=30).round() == 0
    assert await office.later(minutes=3).round() == 1
    assert (len(office.platform.asked), len(office.platform.accounts)) == (2, 1)
    assert (await own(ada))["status"] == "ACTIVE"


@on_sqlite
async def test_a_platform_that_is_away_is_asked_again_and_nobody_is_kept_from_writing(
    world: World, portal: Portal, office: Office
) -> None:
    ada = portal.of(await (await world.partner()).colleague(role=Role.ADMIN))
    await ask(ada, CREATE)

    async def write() -> None:
        assert codes(await ask(ada, UPDATE, name=f"Firm {len(office.platform.asked)}")) == []

    office.platform.answers, office.platform.meanwhile = [TimeoutError(), None, OPENED], write
    assert await office.round() == 1
    assert await office.later(seconds=59).round() == 0
    assert await office.later(minutes=1).round() == 1
    assert (await own(ada))["status"] == "CREATING"
    assert await office.later(minutes=6).round() == 1
    assert len({wanted.reference for wanted in office.platform.asked}) == 1
    assert (await own(ada))["status"] == "ACTIVE"


def test_the_longer_there_is_no_answer_the_rarer_it_is_asked(now: datetime) -> None:
    pauses = [ask_again_at(attempts, now) - now for attempts in range(1, 50)]
    assert pauses == sorted(pauses)
    assert pauses[-1].total_seconds() == 6 * 3600


@on_sqlite
async def test_the_mail_goes_to_the_admins_once_whoever_asked_is_none(
    world: World, store: Store, admin_store: Store, office: Office
) -> None:
    firm = await world.partner()
    gone, ada = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.OWNER)
    await firm.own_company(gone)
    async with firm.work() as work:
        await work.update(colleague, {"status": ColleagueStatus.DEACTIVATED}, id=gone.id)
    await office.round()
    assert [mail.to_email for mail in (await left(admin_store)).mails] == [ada.email]
    assert [wanted.admin_email for wanted in office.platform.asked] == [ada.email]


async def test_a_fact_of_the_platform_settles_it_once(world: World, portal: Portal, office: Office) -> None:
    firm = await world.partner()
    ada = await firm.colleague(role=Role.ADMIN)
    reference = str(await firm.own_company(ada))
    sender = portal.machine(await firm.integration([Scope.FACTS_WRITE]), "facts:write")
    opened = told(reference, 1, "own_company.created", firm.now, account="SP-9")
    batch = [
        told("01890000-0000-7000-8000-000000000000", 1, "own_company.created", firm.now, account="SP-8"),
        told("SP-9", 1, "own_company.failed", firm.now, reason="No."),
        opened,
        opened,
        told(reference, 2, "own_company.failed", firm.now, reason="No."),
        told(reference, 3, "own_company.created", firm.now),
    ]
    answer = await sender.http.post("/facts", json=batch, headers=dict(sender.headers))
    results = [(each["outcome"], each["message"]) for each in answer.json()["results"]]
    nobody = ("REFUSED", "The firm waits for no account of this reference.")
    assert results[:4] == [nobody, nobody, ("APPLIED", None), ("IGNORED", "It is so already.")]
    assert results[4][1] == "Cannot fail an own company that is ACTIVE; possible only from CREATING."
    assert results[5][1] == "`data` lacks `account`."
    assert (await own(portal.of(ada)))["accountNumber"] == "SP-9"
    assert await office.later(days=1).round() == 0


@on_sqlite
async def test_it_is_for_admins_alone(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    for role in (Role.BOOKKEEPER, Role.VIEWER):
        caller = portal.of(await firm.colleague(role=role))
        assert (await caller(CREATE, input={})).codes == ["ACCESS_DENIED"]
        assert (await caller("{ partner { ownCompany { status } } }")).codes == ["ACCESS_DENIED"]
    assert (await left(admin_store)).is_nothing


@on_sqlite
async def test_an_installation_without_a_platform_says_what_is_missing(
    world: World, store: Store, database_url: str, tmp_path: Path, now: datetime, admin_store: Store
) -> None:
    firm = await world.partner()
    ada = await firm.colleague(role=Role.ADMIN)
    issuer = '[{"issuer": "https://id.example", "jwks_url": "https://id.example/jwks", "audience": "gateway"}]'
    settings = {"GATEWAY_PROFILE": "production", "GATEWAY_ISSUERS": issuer, "GATEWAY_SECRET_KEYS": SECRET_KEY}
    settings |= {"GATEWAY_PUBLIC_URL": "https://gateway.example"}
    portal = open_portal(store, database_url, tmp_path, now, **settings)
    payload = await ask(portal.of(ada), CREATE)
    assert codes(payload) == ["NOT_CONFIGURED"]
    assert "GATEWAY_ACCOUNTS_URL" in payload["userErrors"][0]["message"]
    assert (await left(admin_store)).is_nothing
    await portal.http.aclose()


async def test_the_demos_platform_declines_one_number_and_knows_companies_again(office: Office) -> None:

    def wanted(number: str, reference: str) -> AccountWanted:
        return AccountWanted(reference, "Nord ApS", "DK", number, "DKK", "Europe/Copenhagen", "Ada", "ada@x.example")

    demo = DemoAccounts()
    first, second = await demo.open(wanted("13585628", "a")), await demo.open(wanted("13585628", "b"))
    assert isinstance(first, AccountOpened)
    assert first == second != await demo.open(wanted("13585629", "c"))
    assert isinstance(await demo.open(wanted(DECLINED_NUMBER, "d")), AccountDeclined)
