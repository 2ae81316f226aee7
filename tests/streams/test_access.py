"""Every subscription and every field of its payloads, for everybody, against the reference table."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from domain.errors import RequestError
from domain.ids import IdKind, decode
from domain.vocabulary import Scope
from store.engine import Store
from store.vault import Vault
from store.writing import Actor, UnitOfWork, unit_of_work
from tests.access.estate import Estate, build
from tests.access.reference import CHANGED_BY, SCOPES, TABLE, Asker
from tests.portal import Caller
from tests.streams.listening import Air, Heard
from tests.world import World

_MOVED = ["WARNING", "CRITICAL"]
NOWHERE = UUID(int=0)
ALL = frozenset(SCOPES)
PEOPLE = [Asker(letter) for letter in "OABVP-"]
MACHINES = [Asker("I", ALL), Asker("I", frozenset()), *(Asker("I", ALL - {scope}) for scope in SCOPES)]
MACHINES += [Asker("I", frozenset({scope})) for scope in ("bookkeeping:read", "invites:read", "people:read")]

# What each subscription tells of, the type of its payload, and what is asked of the fields that are objects.
FIELDS = {
    "clientAttentionChanged": "ClientAttentionChange",
    "pendingClientChanged": "PendingClientChange",
    "assignmentChanged": "AssignmentChange",
    "colleagueChanged": "ColleagueChange",
    "accessChanged": "ViewerAccessChange",
}
ASSIGNED = "subscription ($filter: AttentionFilter) { clientAttentionChanged(filter: $filter) { eventId } }"
OBJECTS = {
    "level": "{ before after }",
    "signals": "{ kind before after }",
    "client": "{ name }",
    "entry": "{ id }",
    "invite": "{ id }",
    "assignment": "{ id }",
    "colleague": "{ name }",
    "viewer": "{ kind }",
}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)  # Fields are decided before any statement.
async def test_payloads_have_what_the_table_says(
    world: World, store: Store, vault: Vault, now: datetime, air: Air
) -> None:
    estate = await build(world)
    heard = [
        (field, asker, await _follow(air, await estate.caller(air.portal, asker), field, asker))
        for asker in (*PEOPLE, *MACHINES)
        for field in FIELDS
    ]
    async with unit_of_work(store, estate.firm.id, Actor("PLATFORM"), now, vault) as work:
        await _happen(work, estate)
    for field, asker, each in heard:
        if each is not None:
            await each.until(1)
            _judge(each.answers[0], field, asker)


async def _happen(work: UnitOfWork, estate: Estate) -> None:
    """One event for each subscription."""
    kinds = {"Client": IdKind.CLIENT, "Colleague": IdKind.COLLEAGUE, "Assignment": IdKind.ASSIGNMENT}
    ids = {name: decode(kind, estate.ids[name]) or NOWHERE for name, kind in kinds.items()}
    invite, client = decode(IdKind.INVITE, estate.ids["ClientInvite"]) or NOWHERE, ids["Client"]
    attention = {"level": _MOVED, "signals": [{"kind": "LOW_BALANCE", "level": _MOVED}], "why": "FACTS"}
    await work.announce("attention.changed", "CLIENT", client, client_id=client, payload=attention)
    await work.announce("client_invite.accepted", "INVITE", invite, client_id=client)
    await work.announce("assignment.source_added", "ASSIGNMENT", ids["Assignment"], client_id=client)
    await work.announce("colleague.updated", "COLLEAGUE", ids["Colleague"])
    level = {"moved": ["LIMITED", "EXTENDED"]}
    await work.announce("client.level_changed", "CLIENT", client, client_id=client, payload=level)


async def _follow(air: Air, caller: Caller, field: str, asker: Asker) -> Heard | None:
    """A stream with every field of the payload; None where it is refused, which is checked."""
    asked = " ".join(f"{name} {OBJECTS.get(name, '')}" for name in TABLE[FIELDS[field]])
    document = f"subscription {{ {field} {{ {asked} }} }}"
    factor = TABLE["Subscriptions"][field].denies(asker)
    # There is nothing to follow for somebody who is in no firm, however open the subscription.
    if factor or asker.letter == "P":
        with pytest.raises(RequestError) as refusal:
            await air.listen(caller, document)
        expected = "UNAUTHENTICATED" if factor == "AUTHENTICATION" else "ACCESS_DENIED"
        assert refusal.value.code == expected
        told = refusal.value.extensions
        if expected == "ACCESS_DENIED":
            assert (told["factor"], told["count"]) == (factor or "MEMBERSHIP", 1)
            assert {"coordinate", "changedBy", "suffices"} <= told.keys()
        return None
    heard = await air.listen(caller, document)
    # What clients allow is told to those who may read clients.
    return None if field == "accessChanged" and TABLE["ViewerAccessChange"]["client"].denies(asker) else heard


def _judge(answer: dict[str, Any], field: str, asker: Asker) -> None:
    type_name, payload = FIELDS[field], answer["data"][field]
    denied = {name: factor for name, who in TABLE[type_name].items() if (factor := who.denies(asker))}
    told = {error["extensions"]["coordinate"]: error["extensions"] for error in answer.get("errors", [])}
    assert told.keys() == {f"{type_name}.{name}" for name in denied}
    for name, factor in denied.items():
        said = told[f"{type_name}.{name}"]
        assert (said["factor"], said["changedBy"]) == (factor, CHANGED_BY[factor])
        assert (said["count"], said["path"]) == (1, [field, name])
    # What nobody did has no entry: `test_reasons.py` tells who reads which.
    assert {name for name, value in payload.items() if value is None} - {"entry"} == set(denied) - {"entry"}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_filter_that_may_not_be_used_is_denied_as_fields_are(world: World, air: Air) -> None:
    firm = await world.partner()
    bo, machine = await firm.colleague(), await firm.integration([Scope.CLIENTS_READ, Scope.BOOKKEEPING_READ])
    caller = air.portal.machine(machine, "clients:read", "bookkeeping:read")
    with pytest.raises(RequestError) as refusal:
        await air.listen(caller, ASSIGNED, filter={"assigneeId": bo.public_id})
    step = {"factor": "SCOPE", "change": "GRANT_SCOPE", "to": "people:read", "changedBy": CHANGED_BY["SCOPE"]}
    assert refusal.value.extensions == {
        "coordinate": "AttentionFilter.assigneeId",
        "factor": "SCOPE",
        "changedBy": CHANGED_BY["SCOPE"],
        "suffices": [step],
        "count": 1,
    }
