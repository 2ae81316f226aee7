"""Setting the limits of attention rules, for one client or for all of the firm, and taking that back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from domain.attention_rules import LIMITS, limits_of
from domain.errors import UserErrorCode, refuse
from domain.ids import IdKind
from domain.vocabulary import DueKind, SignalKind
from loaders.client import client_by_id
from resolvers.attention import refresh_attention
from resolvers.choosing import check_version, one_visible
from resolvers.context import Context, Info
from resolvers.inputs.attention_rules import AttentionLimitInput, ClearAttentionRuleInput, SetAttentionRuleInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.attention import ALL_CLIENTS, file_due
from store.reading import Row
from store.tables import attention_rule
from store.writing import UnitOfWork

_CLIENT = ("input", "clientId")


@answering
async def set_attention_rule(info: Info, input: SetAttentionRuleInput) -> Outcome:
    """The limits named, and no others, are set from now on; attention follows, of a whole firm within seconds."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    _check(checks, input.kind, input.limits)
    if input.kind is SignalKind.INVITE_STALE and input.client_id is not None:
        message = (
            "INVITE_STALE is about invites, which have no client yet; leave out `clientId` to set it for the firm."
        )
        checks.wrong(UserErrorCode.INVALID, message, "clientId")
    checks.done()
    limits = {each.limit: each.value for each in input.limits}

    async def act(work: UnitOfWork) -> Outcome:
        client_id = await _client(work, info.context, input.client_id)
        found = await _found(work, client_id, input)
        row = {"client_id": client_id or ALL_CLIENTS, "kind": input.kind, "limits": limits, "set_at": work.now}
        version = found.version + 1 if found else 1
        await work.put(attention_rule, [row | {"set_by": info.context.viewer.colleague_id, "version": version}])
        await _tell(work, "set", client_id, input.kind, found.limits if found else None, limits)
        return _answer(work, client_id)

    return await mutate(info, input, act)


@answering
async def clear_attention_rule(info: Info, input: ClearAttentionRuleInput) -> Outcome:
    """What holds otherwise holds again: the firm's limits for a client, the product's for the firm."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        client_id = await _client(work, info.context, input.client_id)
        found = await _found(work, client_id, input)
        if found is None:
            message = f"Nothing is set of {input.kind} here; there is nothing to take back."
            raise refuse(UserErrorCode.WRONG_STATE, message, "input", "kind")
        await work.delete(attention_rule, client_id=found.client_id, kind=input.kind)
        await _tell(work, "cleared", client_id, input.kind, found.limits, None)
        return _answer(work, client_id)

    return await mutate(info, input, act)


def _check(checks: Checks, kind: SignalKind, limits: Sequence[AttentionLimitInput]) -> None:
    possible = limits_of(kind)
    if not possible:
        checks.wrong(UserErrorCode.INVALID, f"{kind} fires at once: there are no limits to set.", "kind")
        return
    checks.rows("limits", limits, len(LIMITS))
    for place, each in enumerate(limits):
        where, of = ("limits", str(place)), LIMITS[each.limit]
        if each.limit not in possible:
            message = f"{each.limit} is no limit of {kind}; choose among {', '.join(possible)}."
            checks.wrong(UserErrorCode.INVALID, message, *where, "limit")
        elif not of.least <= each.value <= of.most:
            message = f"{each.limit} takes {of.least} to {of.most} {of.unit}."
            checks.wrong(UserErrorCode.INVALID, message, *where, "value")
        if any(each.limit is other.limit for other in limits[:place]):
            message = f"`limits` has {each.limit} twice; name each once."
            checks.wrong(UserErrorCode.DUPLICATE, message, *where, "limit")


async def _client(work: UnitOfWork, context: Context, id: str | None) -> UUID | None:
    if id is None:
        return None
    row = await one_visible(work, context, client_by_id, IdKind.CLIENT, id, *_CLIENT)
    found: UUID = row.id
    return found


async def _found(work: UnitOfWork, client_id: UUID | None, input: Any) -> Row | None:
    found = await work.get(attention_rule, lock=True, client_id=client_id or ALL_CLIENTS, kind=input.kind)
    if found is not None:
        check_version(found, input.if_version)
    elif input.if_version is not None:
        message = "Nothing is set here (any more). Look again and retry."
        raise refuse(UserErrorCode.CONFLICT, message, "input", "ifVersion")
    return found


async def _tell(work: UnitOfWork, what: str, client_id: UUID | None, kind: SignalKind, before: Any, after: Any) -> None:
    """Leaves the entry, and has whoever is concerned judged by the limits as they are now."""
    object_kind, id = ("CLIENT", client_id) if client_id else ("PARTNER", work.partner_id)
    told = {"kind": kind}
    await work.record(
        f"attention_rule.{what}",
        object_kind,
        id,
        client_id=client_id,
        before=told | {"limits": before} if before is not None else None,
        after=told | {"limits": after} if after is not None else None,
    )
    if client_id:
        await refresh_attention(work, [client_id])
    else:
        await file_due(work, DueKind.PARTNER, {work.partner_id: work.now})


def _answer(work: UnitOfWork, client_id: UUID | None) -> Outcome:
    return Outcome({"client": str(client_id) if client_id else None, "partner": str(work.partner_id)})
