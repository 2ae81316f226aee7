"""What a caller may not see answers like what does not exist, byte for byte, wherever an id or a link can be named."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, get_named_type

from domain.ids import IdKind, decode, encode
from domain.vocabulary import InviteStatus, Role, Scope
from schema.access import gated_schema
from store.engine import Store
from store.ids import new_id
from tests.academy.asking import course_id
from tests.access.places import PLACES
from tests.access.rows import every_row
from tests.portal import Answer, Caller, Portal
from tests.servers.statements import recorded
from tests.world import Colleague, Firm, World

# Of subscriptions: `tests/streams` judges them.
FOLLOWED = {"AttentionFilter.clientIds", "AttentionFilter.assigneeId"}
# Nothing that operators may name is kept from them: `tests/applying` asks for what does not exist.
OPERATED = {"RejectApplicationInput.applicationId", "ResendApplicationMailInput.applicationId"}


def test_every_argument_that_takes_an_id_is_judged_here() -> None:
    assert set(_id_arguments()) - FOLLOWED - OPERATED == {place.coordinate for place in PLACES}


def _id_arguments() -> Iterator[str]:
    for name, kind in gated_schema().type_map.items():
        if isinstance(kind, GraphQLInputObjectType):
            yield from (f"{name}.{key}" for key, given in kind.fields.items() if _is_id(given.type))
        if isinstance(kind, GraphQLObjectType):
            for field, defined in kind.fields.items():
                yield from (f"{name}.{field}.{key}" for key, given in defined.args.items() if _is_id(given.type))


def _is_id(kind: Any) -> bool:
    return bool(get_named_type(kind).name == "ID")


@dataclass(frozen=True)
class Stage:
    """The two callers, ids of their own things to fill operations with, and per kind what does not exist for each."""

    people: dict[str, Colleague]
    own: dict[str, str]
    foreign: dict[IdKind, list[str]]
    hidden: dict[IdKind, list[str]]

    def absent(self, caller: str, kind: IdKind) -> list[str]:
        """Ids that do not exist for a caller, a random one first."""
        found = [encode(kind, new_id()), *self.foreign.get(kind, [])]
        found += self.hidden.get(kind, []) if caller == "helper" else []
        # An id with another type in front, and what is no id at all.
        found.append(encode(IdKind.TEAM if kind is IdKind.CLIENT else IdKind.CLIENT, _inside(kind, found[-1])))
        return [*found, f"{kind.value}_{'z' * 26}", encode(kind, new_id()).upper(), "nonsense é\u0000"]


def _inside(kind: IdKind, id: str) -> UUID:
    found = decode(kind, id)
    assert found is not None
    return found


async def _things(firm: Firm, worker: Colleague, boss: Colleague) -> dict[IdKind, list[str]]:
    client = await firm.client()
    things = [client, worker, await firm.team(), await firm.assign(worker, client), await firm.invoice(client)]
    things += [(await firm.client_invite(by=boss))[0], await firm.inbound_invite()]
    things += [(await firm.grant_request(client, by=worker))[0], await firm.note(client, worker)]
    things += [(await firm.referral(boss))[0]]
    things += [(await firm.colleague_invite(by=boss))[0], machine := await firm.integration()]
    things += [hook := await firm.webhook(machine), await firm.delivery(hook, client)]
    things += [await firm.enrolment(worker), await firm.certificate(worker, "month-end")]
    ids: dict[IdKind, list[str]] = {IdKind.PARTNER: [firm.public_id]}
    for thing in things:
        ids.setdefault(thing.kind, []).append(thing.public_id)
    return ids


async def _stage(world: World) -> Stage:
    firm, other = await world.partner(), await world.partner()
    boss, helper, third = await firm.colleague(role=Role.ADMIN), await firm.colleague(), await firm.colleague()
    client, team = await firm.client(), await firm.team()
    await firm.assign(helper, client)
    foreign = await _things(other, await other.colleague(), await other.colleague(role=Role.ADMIN))
    foreign[IdKind.APPLICATION] = [(await world.application())[0]]
    hidden = await _things(firm, third, boss)
    # People, teams and certificates are seen by everybody in the firm.
    seen = (IdKind.COLLEAGUE, IdKind.TEAM, IdKind.PARTNER, IdKind.CERTIFICATE)
    own = {"helper": helper.public_id, "client": client.public_id, "team": team.public_id}
    machine = await firm.integration([Scope.CLIENTS_READ])
    own |= {"machine": machine.public_id, "hook": (await firm.webhook(machine)).public_id}
    own["course"] = course_id()
    return Stage({"boss": boss, "helper": helper}, own, foreign, {k: ids for k, ids in hidden.items() if k not in seen})


async def test_a_foreign_a_hidden_and_a_random_id_get_the_same_bytes_for_the_same_work_and_change_nothing(
    world: World, portal: Portal, store: Store, admin_store: Store
) -> None:
    stage = await _stage(world)
    before = await every_row(admin_store)
    for place in PLACES:
        operation = place.operation
        for name, id in stage.own.items():
            operation = operation.replace(f"{{{name}}}", id)
        for name in place.callers:
            ids = stage.absent(name, place.kind)
            caller, worked = portal.of(stage.people[name]), []
            answers = [await _answer(caller, operation, id) for id in ids[-1:]]
            for id in ids:
                with recorded(store) as seen:
                    answers.append(await _answer(caller, operation, id))
                # An id that is none, or of another type, tells that by itself.
                worked += [[sent.text for sent in seen]] if decode(place.kind, id) else []
            assert all(answer == answers[0] for answer in answers), (place, name, ids, answers)
            # Not by the clock either: whoever asks can only have the same statements run, one after another.
            assert all(texts == worked[0] for texts in worked), (place, name, ids, worked)
    assert await every_row(admin_store) == before


async def _answer(ask: Caller, operation: str, id: str) -> tuple[int, bytes]:
    answer = await ask(operation, id=id)
    assert answer.errors == [], answer.body
    if operation.startswith("mutation"):
        assert b"NOT_FOUND" in answer.raw, answer.body
    # Bulk answers repeat the id that they were asked for.
    return answer.status, answer.raw.replace(orjson.dumps(id), b"id")


PREVIEW = "query($token: String!) { invitePreview(token: $token) { partnerName } }"
ACCEPT = """mutation($token: String!) { acceptClientInvite(input: {token: $token, name: "A", phone: "+4531111111",
    level: LIMITED, grantPowerOfAttorney: true}) {
    status partnerName companyName accountUrl userErrors { code message path } } }"""
DECLINE = """mutation($token: String!) { declineClientInvite(input: {token: $token}) {
    status partnerName companyName userErrors { code message path } } }"""
JOIN = """mutation($token: String!) { acceptColleagueInvite(input: {token: $token}) {
    membership { partnerName } userErrors { code message path } } }"""


@pytest.mark.parametrize("operation", [PREVIEW, ACCEPT, DECLINE, JOIN], ids=["preview", "accept", "decline", "join"])
async def test_a_dead_link_and_a_wrong_one_get_the_same_bytes(
    world: World, portal: Portal, admin_store: Store, operation: str
) -> None:
    firm = await world.partner()
    secrets = ["nonsense", "é", "x" * 200]
    for status in (InviteStatus.CANCELLED, InviteStatus.DECLINED, InviteStatus.ACCEPTED, InviteStatus.EXPIRED):
        secrets.append((await firm.client_invite(status=status))[1])
        secrets.append((await firm.colleague_invite(status=status))[1])
    secrets.append((await firm.client_invite(expires_at=firm.now))[1])
    if operation in (ACCEPT, DECLINE):
        secrets.append((await firm.colleague_invite())[1])
    if operation == JOIN:
        secrets += [(await firm.client_invite())[1], (await firm.colleague_invite())[1]]
    before = await every_row(admin_store)
    answers: list[Answer] = [await portal.person("somebody@example.com")(operation, token=secret) for secret in secrets]
    assert {answer.raw for answer in answers} == {answers[0].raw}
    assert answers[0].errors == []
    assert operation == PREVIEW or b"TOKEN_INVALID" in answers[0].raw
    assert await every_row(admin_store) == before
