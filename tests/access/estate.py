"""A firm in which every type of the schema can be met, and everybody who may ask for it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.audit import Origin
from domain.ids import IdKind, encode
from domain.vocabulary import (
    AccessLevel,
    AttentionLevel,
    Grant,
    InviteStatus,
    OnboardingStatus,
    OriginKind,
    Role,
    Scope,
    SignalKind,
)
from store.catalogue import built_in
from store.ids import new_id
from store.origin import coming_from
from store.tables import integration_deprecation, integration_key
from store.writing import Actor, unit_of_work
from tests.access.reference import SCOPES, Asker
from tests.portal import Caller, Portal
from tests.world import Client, Colleague, Firm, Integration, World

LETTERS = {"O": Role.OWNER, "A": Role.ADMIN, "B": Role.BOOKKEEPER, "V": Role.VIEWER}


@dataclass(frozen=True)
class Estate:
    """The firm, the public ids by which operations name its things, and its colleagues by the letter of their role."""

    firm: Firm
    ids: dict[str, str]
    people: dict[str, Colleague]

    async def caller(self, portal: Portal, asker: Asker) -> Caller:
        """A caller of some kind."""
        if asker.letter == "-":
            return portal.anybody
        if asker.letter == "P":
            return portal.person("passer.by@example.com")
        if asker.letter == "I":
            machine = await self.firm.integration([Scope(scope) for scope in asker.scopes])
            return portal.machine(machine, *SCOPES)
        if asker.letter == "X":
            return portal.bearer(portal.issuer.mint("ops", client_id="ops", scopes=["platform:operate"]))
        return portal.of(self.people[asker.letter])


async def build(world: World) -> Estate:
    """Clients that allow everything, on two of which all four roles work, and one of everything else."""
    firm = await world.partner(website="https://firm.example.com", email="firm@example.com")
    people = {letter: await firm.colleague(role=role) for letter, role in LETTERS.items()}
    open_to_all: dict[str, Any] = {"level": AccessLevel.EXTENDED, "grants": list(Grant)}
    bakery = await firm.client("Bageri Nord", low_balance_minor=1_00, **open_to_all)
    newcomer = await firm.client("Cykler Syd", onboarding=OnboardingStatus.INFO_REQUESTED, **open_to_all)
    team = await firm.team("Nord", people.values(), [bakery, newcomer])
    work = await firm.assign(people["B"], bakery, reason="Knows bread.", created_by=people["A"].id)
    await _figures(firm, bakery, people["A"])
    ids = {"Partner": firm.public_id, "Client": bakery.public_id, "Team": team.public_id}
    ids |= {"Colleague": people["B"].public_id, "Assignment": work.public_id}
    ids["Invoice"] = (await firm.invoice(bakery)).public_id
    asked, secret = await firm.grant_request(bakery, by=people["B"], answered_by=people["A"].id)
    ids |= {"GrantRequest": asked.public_id, "asking": secret}
    machine = await _integration(firm, bakery)
    # Made by somebody who was an admin then, and whose report names its secret.
    hook = await firm.webhook(machine, created_by=people["B"].id)
    await firm.delivery(hook, bakery)
    ids |= {"Integration": machine.public_id, "Webhook": hook.public_id}
    ids |= {"ClientNote": (await firm.note(bakery, people["B"])).public_id, "connecting": await firm.connect_link()}
    ids |= await _partnership(firm, bakery, people)
    ids |= _offered()
    for person in people.values():
        certificate = await firm.certificate(person, built_in().courses[0].key)
    ids["Certificate"] = certificate.public_id
    ids["Enrolment"] = (await firm.enrolment(people["B"], "month-end")).public_id
    await _acts(firm, people, bakery)
    for person in people.values():
        await firm.digest(person, bakery)
    joined = await firm.client("Tryk Vest", **open_to_all)
    application, applying = await world.application()
    ids |= {"PartnerApplication": application, "applying": applying}
    return Estate(firm, ids | await _invites(firm, (bakery, joined), people), people)


async def _partnership(firm: Firm, client: Client, people: dict[str, Colleague]) -> dict[str, str]:
    await firm.partnership()
    await firm.agreement(people["O"])
    made, secret = await firm.referral(people["A"], client_id=client.id)
    related = {"client_id": client.id, "colleague_id": people["B"].id, "referral_id": made.id}
    await firm.points(100, **related, month="2026-04", clients=1)
    return {"Referral": made.public_id, "referring": secret}


def _offered() -> dict[str, str]:
    """Of the catalogue, which is everybody's."""
    course, resource = built_in().courses[0], built_in().resources[0]
    found = {IdKind.COURSE: course, IdKind.LESSON: course.lessons[0], IdKind.RESOURCE: resource}
    return {item.typename: encode(kind, item.id) for kind, item in found.items()}


async def _figures(firm: Firm, client: Client, snoozer: Colleague) -> None:
    snooze: dict[str, Any] = {
        "snoozed_until": firm.now + timedelta(days=2),
        "snoozed_by": snoozer.id,
        "snooze_reason": "Agreed.",
    }
    await firm.signal(client, SignalKind.LOW_BALANCE, AttentionLevel.CRITICAL, amount=5_00, **snooze)
    await firm.month(client, "2026-04", submitted=(12, 4_000_00), exported=(9, 3_000_00))
    await firm.subscription(client)


async def _acts(firm: Firm, people: dict[str, Colleague], client: Client) -> None:
    """Everybody has done something that stands in the audit trail."""
    ground, origin = firm.ground, Origin(OriginKind.HTTP, "203.0.113.9", "Portal/7")
    for person in people.values():
        actor = Actor("COLLEAGUE", person.id)
        change: dict[str, Any] = {"before": {"name": "Bageri"}, "after": {"name": client.name}}
        with coming_from(lambda: origin):
            async with unit_of_work(ground.store, firm.id, actor, firm.now, ground.vault) as work:
                await work.record("client.renamed", "CLIENT", client.id, client_id=client.id, **change)


async def _integration(firm: Firm, client: Client) -> Integration:
    made = await firm.integration(clients=[client])
    async with firm.work() as work:
        key = {"id": new_id(), "kid": "first", "jwk": {"kty": "OKP", "crv": "Ed25519"}, "created_at": firm.now}
        await work.insert(integration_key, key | {"integration_id": made.id})
        gone = {"coordinate": "Client.oldName", "reason": "Use `name`.", "last_used_at": firm.now}
        await work.insert(integration_deprecation, gone | {"integration_id": made.id})
    return made


async def _invites(firm: Firm, clients: tuple[Client, Client], people: dict[str, Colleague]) -> dict[str, str]:
    client, joined = clients
    # Only what was accepted has led to a client.
    accepted: dict[str, Any] = {"status": InviteStatus.ACCEPTED, "answered_at": firm.now}
    outbound, _ = await firm.client_invite(client_id=client.id, by=people["A"], **accepted)
    # Of those that are open nobody but admins meets any but their own: who is a viewer now was none then.
    await firm.client_invite(by=people["B"], stale_since=firm.now)
    waiting, secret = await firm.client_invite(by=people["V"], stale_since=firm.now)
    inbound = await firm.inbound_invite(client_id=joined.id, **accepted)
    await firm.inbound_invite()
    colleague, _ = await firm.colleague_invite(by=people["A"])
    invites = {"ClientInvite": outbound, "InboundInvite": inbound, "ColleagueInvite": colleague, "open": waiting}
    return {kind: invite.public_id for kind, invite in invites.items()} | {"secret": secret}
