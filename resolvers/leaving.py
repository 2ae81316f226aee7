"""A colleague leaves the firm, and may come back."""

from collections import Counter
from collections.abc import Sequence
from itertools import cycle
from typing import Any
from uuid import UUID

from domain.colleague import COLLEAGUE, check_deactivation, check_reactivation
from domain.erasure import is_erased
from domain.errors import Refused, UserError, UserErrorCode, refuse
from domain.ids import IdKind
from domain.vocabulary import AssignmentStatus, ColleagueStatus, Role
from loaders.colleague import colleague_by_id
from resolvers.admins import active_admins, actor_role, lock_people
from resolvers.choosing import check_version, chosen, not_found, one_visible, visible
from resolvers.context import Context, Info
from resolvers.earning.points import review_soon
from resolvers.inputs.colleague import DeactivateColleagueInput, ReactivateColleagueInput
from resolvers.inviting.checks import Checks, answering
from resolvers.inviting.handing_over import hand_over, unsettled_invites
from resolvers.inviting.letters import firm_of
from resolvers.ledger import Ledger, Pair, Why, assignments_among
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.reading import Row
from store.tables import assignment, colleague, team_member
from store.writing import UnitOfWork

MOST_NAMED = 100
_PLACE, _SUCCESSORS = ("input", "colleagueId"), ("input", "handOverTo")


@answering
async def deactivate_colleague(info: Info, input: DeactivateColleagueInput) -> Outcome:
    """Ends a membership and all work in it; whatever the colleague sends from then on is refused."""
    checks, context = Checks("input"), info.context
    successors = chosen(checks, "handOverTo", IdKind.COLLEAGUE, input.hand_over_to, may_be_empty=True)
    reason = checks.optional("reason", input.reason, 500, lines=True)
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        seen = await one_visible(work, context, colleague_by_id, IdKind.COLLEAGUE, input.colleague_id, *_PLACE)
        people = await lock_people(work, seen.id, context.viewer.colleague_id, *successors)
        target = people[seen.id]
        check_version(target, input.if_version)
        _check_may_leave(context, people, target)
        await _check_successors(work, context, people, target, successors)
        ended = await _hand_over(work, target, successors, reason)
        await _leave(work, target, reason)
        return Outcome({"colleague": str(target.id)} | ended)

    return await mutate(info, input, act)


@answering
async def reactivate_colleague(info: Info, input: ReactivateColleagueInput) -> Outcome:
    """The membership lives again with its role and its sign-in; assignments do not come back by themselves."""
    context = info.context

    async def act(work: UnitOfWork) -> Outcome:
        seen = await one_visible(work, context, colleague_by_id, IdKind.COLLEAGUE, input.colleague_id, *_PLACE)
        people = await lock_people(work, seen.id, context.viewer.colleague_id)
        target = people[seen.id]
        check_version(target, input.if_version)
        _check_is_somebody(target)
        after = COLLEAGUE.after("reactivate", ColleagueStatus(target.status), *_PLACE)
        check_reactivation(actor_role(people, context.viewer.colleague_id), Role(target.role))
        await work.update(colleague, {"status": after, "deactivated_at": None}, id=target.id)
        before, now = {"status": target.status}, {"status": after}
        await work.record("colleague.reactivated", "COLLEAGUE", target.id, before=before, after=now)
        review_soon(work)
        return Outcome({"colleague": str(target.id)})

    return await mutate(info, input, act)


def _check_may_leave(context: Context, people: dict[UUID, Row], target: Row) -> None:
    COLLEAGUE.after("deactivate", ColleagueStatus(target.status), *_PLACE)
    actor_role(people, context.viewer.colleague_id)
    others = active_admins(people.values(), but=target.id)
    check_deactivation(Role(target.role), is_self=target.id == context.viewer.colleague_id, others=others)


def _check_is_somebody(target: Row) -> None:
    if is_erased(target.email):
        message = "They were erased, and nobody knows who it was; invite the person anew."
        raise refuse(UserErrorCode.WRONG_STATE, message, *_PLACE)


async def _check_successors(
    work: UnitOfWork, context: Context, people: dict[UUID, Row], target: Row, successors: Sequence[UUID]
) -> None:
    there = await visible(work, context, colleague_by_id, successors)
    for place, id in enumerate(successors):
        if id not in there:
            raise Refused(not_found(IdKind.COLLEAGUE, *_SUCCESSORS, row=place))
        if id == target.id or people[id].status != ColleagueStatus.ACTIVE:
            message = "Clients can only go to another colleague who is ACTIVE."
            raise Refused(UserError(UserErrorCode.COLLEAGUE_NOT_ACTIVE, message, _SUCCESSORS, place))


async def _hand_over(work: UnitOfWork, target: Row, successors: Sequence[UUID], reason: str | None) -> dict[str, Any]:
    """Ends all work of the target and gives it to the successors by turns; tells what became of the clients."""
    held = await work.find(assignment, colleague_id=target.id, status=AssignmentStatus.ACTIVE)
    teams = await _leave_teams(work, target)
    async with assignments_among(work, {row.client_id for row in held}, [target.id, *successors]) as ledger:
        clients = sorted(id for id in ledger.clients if ledger.live((id, target.id)))
        pairs = [(id, target.id) for id in clients]
        for team_id in sorted({id for pair in pairs if (live := ledger.live(pair)) for id in live.team_ids}):
            await ledger.end(pairs, team_id, reason)
        await ledger.end(pairs, None, reason)
        taken = await _give(ledger, clients, successors, f"Taken over from {target.name}.")
    waiting = await unsettled_invites(work, target.id)
    invites = Counter(await hand_over(work, waiting, successors))
    orphans = await _orphans(work, clients)
    await _tell(work, target, taken, invites)
    return {
        "ended": len(clients),
        "taken_over": [_took(id, taken[id], invites[id]) for id in successors],
        "open_invites": len(waiting),
        "teams": [str(id) for id in teams],
        "orphan_count": len(orphans),
        "orphans": [str(id) for id in orphans[:MOST_NAMED]],
    }


async def _give(ledger: Ledger, clients: Sequence[UUID], successors: Sequence[UUID], reason: str) -> Counter[UUID]:
    pairs: list[Pair] = list(zip(clients, cycle(successors), strict=False)) if successors else []
    new = [pair for pair in pairs if not ((live := ledger.live(pair)) and live.source(None))]
    await ledger.add(new, Why(reason=reason))
    return Counter(successor for _, successor in pairs)


async def _leave_teams(work: UnitOfWork, target: Row) -> list[UUID]:
    teams = [row.team_id for row in await work.find(team_member, lock=True, colleague_id=target.id)]
    await work.delete(team_member, colleague_id=target.id)
    for id in teams:
        await work.record("team.member_removed", "TEAM", id, before={"colleague_id": target.id})
    return teams


async def _orphans(work: UnitOfWork, clients: Sequence[UUID]) -> list[UUID]:
    rows = await work.find(assignment, client_id=list(clients), status=AssignmentStatus.ACTIVE) if clients else []
    kept = {row.client_id for row in rows if row.ends_at is None or row.ends_at > work.now}
    return [id for id in clients if id not in kept]


def _took(id: UUID, clients: int, invites: int) -> dict[str, Any]:
    return Outcome({"colleague": str(id), "clients": clients, "invites": invites}).to_json()


async def _tell(work: UnitOfWork, target: Row, taken: Counter[UUID], invites: Counter[UUID]) -> None:
    """Whoever takes clients or invites over hears of it."""
    heirs = {*taken, *invites} - {work.actor.id}
    for person in await work.find(colleague, id=heirs) if heirs else []:
        said = {"partner_name": (await firm_of(work)).name, "name": target.name}
        said |= {"clients": taken[person.id], "invites": invites[person.id]}
        await work.mail("clients_taken_over", (person.name, person.email), said)


async def _leave(work: UnitOfWork, target: Row, reason: str | None) -> None:
    after = COLLEAGUE.after("deactivate", ColleagueStatus(target.status), *_PLACE)
    await work.update(colleague, {"status": after, "deactivated_at": work.now}, id=target.id)
    before, now = {"status": target.status}, {"status": after}
    await work.record("colleague.deactivated", "COLLEAGUE", target.id, before=before, after=now, reason=reason)
    review_soon(work)
