"""What asks for attention about an open invite, by which limits of the firm."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.attention_rules.in_force import LimitInForce, limits_in_force
from domain.attention_rules.invites import invite_stale
from domain.attention_rules.thresholds import Thresholds
from domain.vocabulary import AttentionLevel, SignalKind, ThresholdSource
from execution.fields import Loaded
from loaders.attention_rule import limits_by_partner_id
from resolvers.context import Context, Info
from resolvers.invite import stale
from resolvers.relation import contextual, declared
from store.reading import Row

_STALE = SignalKind.INVITE_STALE


@dataclass(frozen=True, slots=True)
class InviteSignal:
    """INVITE_STALE of one invite."""

    kind: SignalKind
    level: AttentionLevel
    since: datetime
    rule: str
    threshold: str
    source: ThresholdSource
    limits: tuple[LimitInForce, ...]


def _firm_of_stale(root: Row, context: Context) -> UUID | None:
    return context.viewer.tenant if stale(root) else None


def _signal(limits: Thresholds | None, root: Row, context: Context) -> InviteSignal | None:
    if limits is None:
        return None
    why = invite_stale(root.opened_at, root.sent_at, root.expires_at, limits)
    shown = limits_in_force(_STALE, limits)
    return InviteSignal(_STALE, why.level, root.stale_since, why.rule, why.threshold, why.source, shown)


_OF_INVITE = frozenset({"status", "stale_since", "opened_at", "sent_at", "expires_at"})


@declared(Loaded(limits_by_partner_id, _firm_of_stale, _signal, columns=_OF_INVITE, personal=False))
async def of_invite(root: Row, info: Info) -> InviteSignal | None:
    """What asks for attention about an open invite; None while nothing does, or it is set aside."""
    firm = _firm_of_stale(root, info.context)
    return _signal(await info.context.load(limits_by_partner_id, firm), root, info.context) if firm else None


@contextual(personal=False)
def invite_link(root: Any, context: Context) -> str:
    """The portal's page where pending clients, and invites, are followed."""
    return f"{context.links.portal}/pending-clients"
