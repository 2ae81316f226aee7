"""From a token to rights: whose token it is, for which firm, and nothing that the token merely claims."""

from datetime import datetime
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey
from sqlalchemy import update

from domain.access import Identity
from domain.ids import IdKind, encode
from domain.vocabulary import ColleagueStatus, Role, Scope
from gateway.app import create_app
from gateway.tokens import LocalIssuer
from gateway.tokens.trust import trusting
from store.engine import Store
from store.ids import new_id
from store.tables import colleague, integration, partner
from tests.portal import Answer, Caller, Portal
from tests.servers.databases import PostgresServer, SqliteFiles
from tests.world import Colleague, World

WHO = "{ viewer { kind role partner { name } memberships { partnerName role } } }"
FIRM = "{ partner { name } }"


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest) -> SqliteFiles | PostgresServer:
    """Row-level security has its part in signing in."""
    name = "sqlite_files" if request.param == "sqlite" else "postgres_server"
    maker: SqliteFiles | PostgresServer = request.getfixturevalue(name)
    return maker


def bare(portal: Portal, somebody: Colleague) -> Caller:
    """A colleague who names no firm."""
    return portal.bearer(portal.issuer.mint(somebody.identity.subject, email=somebody.identity.email))


def kind_and_firm(answer: Answer) -> tuple[str, str | None]:
    firm = answer.data["viewer"]["partner"]
    return answer.data["viewer"]["kind"], firm and firm["name"]


async def test_a_person_of_one_firm_need_not_name_it(world: World, portal: Portal) -> None:
    firm = await world.partner("Nord")
    answer = await bare(portal, await firm.colleague(role=Role.ADMIN))(WHO)
    assert kind_and_firm(answer) == ("COLLEAGUE", "Nord")
    assert answer.data["viewer"]["memberships"] == [{"partnerName": "Nord", "role": "ADMIN"}]


async def test_a_person_of_several_firms_chooses_by_header_and_is_told_between_which(
    world: World, portal: Portal
) -> None:
    nord, south = await world.partner("Nord"), await world.partner("South")
    ada = await nord.colleague(role=Role.ADMIN)
    twin = await south.colleague(role=Role.VIEWER, identity=ada.identity)
    unchosen = await bare(portal, ada)(FIRM)
    assert (unchosen.status, unchosen.codes) == (200, ["PARTNER_REQUIRED"])
    assert "Gateway-Partner" in unchosen.errors[0]["message"]
    offered = {each["partnerName"]: each["partnerId"] for each in unchosen.errors[0]["extensions"]["memberships"]}
    assert offered == {"Nord": encode(IdKind.PARTNER, nord.id), "South": encode(IdKind.PARTNER, south.id)}
    for one, role, name in ((ada, "ADMIN", "Nord"), (twin, "VIEWER", "South")):
        answer = await bare(portal, ada).with_headers(Gateway_Partner=offered[name])(WHO)
        assert kind_and_firm(answer) == ("COLLEAGUE", name)
        assert answer.data["viewer"]["role"] == role == one.role


async def test_a_firm_that_is_not_mine_looks_like_one_that_does_not_exist(world: World, portal: Portal) -> None:
    ada = await (await world.partner()).colleague()
    other = await world.partner()
    named = [
        encode(IdKind.PARTNER, other.id),
        encode(IdKind.PARTNER, new_id()),
        encode(IdKind.CLIENT, ada.partner_id),
        "garbage",
        "",
        "partner_",
        "x" * 2_000,
        "' OR 1=1 --",
    ]
    answers = [await bare(portal, ada).with_headers(Gateway_Partner=each)(WHO) for each in named]
    assert {(answer.status, *answer.codes) for answer in answers} == {(403, "NOT_A_MEMBER")}
    assert len({answer.raw for answer in answers}) == 1


@pytest.mark.parametrize("status", [ColleagueStatus.INVITED, ColleagueStatus.DEACTIVATED])
async def test_who_is_not_active_is_a_person_without_a_firm(
    world: World, portal: Portal, status: ColleagueStatus
) -> None:
    ada = await (await world.partner()).colleague(status=status)
    assert kind_and_firm(await bare(portal, ada)(WHO)) == ("PERSON", None)
    denied = await bare(portal, ada)(FIRM)
    assert (denied.data, denied.codes) == ({"partner": None}, ["ACCESS_DENIED"])
    assert (await portal.of(ada)(WHO)).codes == ["NOT_A_MEMBER"]


async def test_a_colleague_not_yet_bound_is_known_by_a_verified_address_in_any_case(
    world: World, portal: Portal
) -> None:
    await (await world.partner("Nord")).colleague(email="ada@nord.example", issuer=None, subject=None)
    assert kind_and_firm(await portal.person("ADA@nord.example")(WHO)) == ("COLLEAGUE", "Nord")
    unverified = portal.issuer.mint("ada@nord.example")
    assert kind_and_firm(await portal.bearer(unverified)(WHO)) == ("PERSON", None)


async def test_a_bound_colleague_is_known_by_issuer_and_subject_alone(world: World, portal: Portal) -> None:
    ada = await (await world.partner("Nord")).colleague()
    thief = await portal.person(ada.email, subject="somebody-else")(WHO)
    renamed = await portal.person("new@address.example", subject=ada.identity.subject)(WHO)
    assert kind_and_firm(thief) == ("PERSON", None)
    assert kind_and_firm(renamed) == ("COLLEAGUE", "Nord")


async def test_the_same_subject_at_another_issuer_is_another_person(
    world: World, portal: Portal, store: Store, now: datetime, tmp_path: Path
) -> None:
    import httpx2

    ada = await (await world.partner("Nord")).colleague()
    second = LocalIssuer(OKPKey.generate_key("Ed25519"), "https://second.example", "partner-gateway")
    app = create_app(
        portal.settings, store=store, clock=lambda: now, trusting=[trusting(portal.issuer), trusting(second)]
    )
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://gateway.example") as http:
        callers = {
            issuer.issuer: Caller(http, {"Authorization": f"Bearer {issuer.mint(ada.identity.subject)}"})
            for issuer in (portal.issuer, second)
        }
        kinds = {name: (await caller(WHO)).data["viewer"]["kind"] for name, caller in callers.items()}
    assert kinds == {portal.issuer.issuer: "COLLEAGUE", "https://second.example": "PERSON"}


async def test_a_role_in_the_token_gives_nothing(world: World, portal: Portal) -> None:
    ada = await (await world.partner()).colleague(role=Role.VIEWER)
    scopes = ("OWNER", "ADMIN", "people:write", *[scope.value for scope in Scope])
    token = portal.issuer.mint(ada.identity.subject, scopes=scopes, client_id="the-portal")
    answer = await portal.bearer(token)("{ viewer { kind role scopes can { manageColleagues inviteClients } } }")
    assert answer.data["viewer"] == {
        "kind": "COLLEAGUE",
        "role": "VIEWER",
        "scopes": [],
        "can": {"manageColleagues": False, "inviteClients": False},
    }


async def test_a_change_of_role_or_status_holds_from_the_next_request_on(
    world: World, portal: Portal, admin_store: Store
) -> None:
    ada = await (await world.partner()).colleague(role=Role.ADMIN)
    seen = []
    for change in (
        {},
        {"role": Role.VIEWER},
        {"status": ColleagueStatus.DEACTIVATED},
        {"status": ColleagueStatus.ACTIVE},
    ):
        if change:
            async with admin_store.engine.begin() as connection:
                await connection.execute(update(colleague).where(colleague.c.id == ada.id).values(change))
        viewer = (await bare(portal, ada)(WHO)).data["viewer"]
        seen.append((viewer["kind"], viewer["role"]))
    assert seen == [("COLLEAGUE", "ADMIN"), ("COLLEAGUE", "VIEWER"), ("PERSON", None), ("COLLEAGUE", "VIEWER")]


async def test_an_integration_may_do_what_both_its_token_and_the_firm_allow(world: World, portal: Portal) -> None:
    firm = await world.partner("Nord")
    machine = await firm.integration([Scope.PARTNER_READ, Scope.CLIENTS_READ])
    asked = "{ viewer { kind role scopes menu partner { name } } }"
    wide = await portal.machine(machine, *[scope.value for scope in Scope])(asked)
    narrow = await portal.machine(machine, "partner:read", "people:write")(asked)
    none = await portal.machine(machine)(FIRM)
    assert set(wide.data["viewer"]["scopes"]) == {"PARTNER_READ", "CLIENTS_READ"}
    assert narrow.data["viewer"]["scopes"] == ["PARTNER_READ"]
    assert (narrow.data["viewer"]["kind"], narrow.data["viewer"]["role"]) == ("INTEGRATION", None)
    assert (none.data, none.codes) == ({"partner": None}, ["ACCESS_DENIED"])


async def test_an_integration_disabled_unknown_or_of_another_issuer_gets_401(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    machine = await firm.integration([Scope.PARTNER_READ])
    disabled = await firm.integration([Scope.PARTNER_READ], is_enabled=False)
    foreign = await firm.integration([Scope.PARTNER_READ], issuer="https://second.example")
    unknown = portal.issuer.mint("nobody", client_id="nobody")
    answers = [
        await portal.machine(disabled, "partner:read")(FIRM),
        await portal.machine(foreign, "partner:read")(FIRM),
        await portal.bearer(unknown)(FIRM),
        await portal.bearer("garbage")(FIRM),
    ]
    assert {answer.status for answer in answers} == {401}
    assert len({answer.raw for answer in answers}) == 1
    async with admin_store.engine.begin() as connection:
        await connection.execute(update(integration).values(is_enabled=False))
    assert (await portal.machine(machine, "partner:read")(FIRM)).status == 401


async def test_an_integration_works_for_its_own_firm_only(world: World, portal: Portal) -> None:
    firm, other = await world.partner("Nord"), await world.partner()
    caller = portal.machine(await firm.integration([Scope.PARTNER_READ]), "partner:read")
    own = await caller.with_headers(Gateway_Partner=encode(IdKind.PARTNER, firm.id))(FIRM)
    foreign = await caller.with_headers(Gateway_Partner=encode(IdKind.PARTNER, other.id))(FIRM)
    assert own.data == {"partner": {"name": "Nord"}}
    assert (foreign.status, foreign.codes) == (403, ["NOT_A_MEMBER"])


async def test_an_integration_is_not_taken_for_a_colleague_of_the_same_name(world: World, portal: Portal) -> None:
    firm = await world.partner()
    machine = await firm.integration([Scope.PARTNER_READ])
    await firm.colleague(role=Role.OWNER, identity=Identity(portal.issuer.issuer, machine.client_id))
    answer = await portal.machine(machine)("{ viewer { kind role } }")
    assert answer.data["viewer"] == {"kind": "INTEGRATION", "role": None}


async def test_a_person_without_any_firm_still_learns_that(world: World, portal: Portal) -> None:
    answer = await portal.person("new@nowhere.example")(
        "{ viewer { kind person { email } memberships { role } menu } }"
    )
    assert answer.data["viewer"] == {
        "kind": "PERSON",
        "person": {"email": "new@nowhere.example"},
        "memberships": [],
        "menu": [],
    }


async def test_the_name_of_a_firm_is_read_anew(world: World, portal: Portal, admin_store: Store) -> None:
    ada = await (await world.partner("Nord")).colleague()
    assert (await bare(portal, ada)(FIRM)).data == {"partner": {"name": "Nord"}}
    async with admin_store.engine.begin() as connection:
        await connection.execute(update(partner).values(name="Süd"))
    assert (await bare(portal, ada)(FIRM)).data == {"partner": {"name": "Süd"}}
