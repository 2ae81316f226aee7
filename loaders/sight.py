"""Reads for running streams: who sees what events are about, and the rights of those who listen, for all at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from loaders.client_filter import ClientFilter, conditions
from loaders.reading import Reads, Scope
from loaders.scope import is_live, of_tenant, visible_clients
from loaders.viewer import DECIDES
from store.outbox import Event
from store.reading import Rows
from store.statement import Row, any_of
from store.tables import assignment, client, colleague, integration, integration_client, invite, partner


@dataclass(frozen=True, slots=True)
class Sight:
    """What decides who may know of some events, as of now.

    `workers` has the colleagues who work on a client, `chosen` the integrations for which it was chosen (of those
    that do not see all clients); `assignments` and `invites` the rows that events name.
    """

    workers: Mapping[UUID, Collection[UUID]] = field(default_factory=dict)
    chosen: Mapping[UUID, Collection[UUID]] = field(default_factory=dict)
    assignments: Mapping[UUID, Row] = field(default_factory=dict)
    invites: Mapping[UUID, Row] = field(default_factory=dict)


async def look(
    source: Rows, partner_id: UUID, now: datetime, events: Sequence[Event], *, for_restricted: bool
) -> Sight:
    """The sight of some events of one partner: at most four SELECTs; `chosen` only where somebody is restricted."""
    given: dict[str, Any] = {"tenant": partner_id, "now": now}
    assignments = await _named(source, given, _assignments, events, "ASSIGNMENT")
    invites = await _named(source, given, _invites, events, "INVITE")
    clients = {event.client_id for event in events} | {row.client_id for row in invites.values()}
    given["keys"] = list(clients - {None})
    workers = await _by_client(source, given, _workers) if given["keys"] else {}
    chosen = await _by_client(source, given, _chosen) if given["keys"] and for_restricted else {}
    return Sight(workers, chosen, assignments, invites)


async def colleagues_now(source: Rows, partner_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, Row]:
    """What decides colleagues' rights, as of now: `status`, `role`, `bookkeepers_may_invite`."""
    rows = await source.fetch(_colleagues_now, (), {"tenant": partner_id, "keys": list(ids)})
    return {row.id: row for row in rows}


async def integrations_now(source: Rows, partner_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, Row]:
    """What decides integrations' rights, as of now: see `domain.integration`."""
    rows = await source.fetch(_integrations_now, (), {"tenant": partner_id, "keys": list(ids)})
    return {row.id: row for row in rows}


async def needing_attention(reads: Reads, wanted: ClientFilter, ids: Collection[UUID] | None) -> list[UUID]:
    """The visible clients with a live signal, the most urgent first; among `ids`, unless it is None."""
    given = {} if ids is None else {"keys": list(ids)}
    return [row.id for row in await reads.rows(_attentive, wanted, ids is not None, **given)]


async def _by_client(source: Rows, given: Mapping[str, Any], build: Any) -> Mapping[UUID, Collection[UUID]]:
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for row in await source.fetch(build, (), given):
        found[row.client_id].add(row.who)
    return found


async def _named(
    source: Rows, given: Mapping[str, Any], build: Any, events: Sequence[Event], kind: str
) -> Mapping[UUID, Row]:
    ids = list({event.object_id for event in events if event.object_kind == kind})
    return {row.id: row for row in await source.fetch(build, (), {**given, "keys": ids})} if ids else {}


def _assignments() -> Select[Any]:
    columns = (assignment.c.id, assignment.c.client_id, assignment.c.colleague_id)
    return select(*columns).where(of_tenant(assignment), any_of(assignment.c.id))


def _invites() -> Select[Any]:
    columns = (invite.c.id, invite.c.kind, invite.c.client_id, invite.c.colleague_id, invite.c.invited_by)
    return select(*columns).where(of_tenant(invite), any_of(invite.c.id))


def _workers() -> Select[Any]:
    live = (of_tenant(assignment), any_of(assignment.c.client_id), is_live())
    return select(assignment.c.client_id, assignment.c.colleague_id.label("who")).where(*live)


def _chosen() -> Select[Any]:
    own = (of_tenant(integration_client), any_of(integration_client.c.client_id))
    return select(integration_client.c.client_id, integration_client.c.integration_id.label("who")).where(*own)


def _colleagues_now() -> Select[Any]:
    return (
        select(colleague.c.id, colleague.c.status, colleague.c.role, partner.c.bookkeepers_may_invite)
        .join(partner, partner.c.id == colleague.c.partner_id)
        .where(of_tenant(colleague), any_of(colleague.c.id))
    )


def _integrations_now() -> Select[Any]:
    columns = (integration.c[name] for name in ("id", *DECIDES))
    return select(*columns).where(of_tenant(integration), any_of(integration.c.id))


def _attentive(scope: Scope, wanted: ClientFilter, some: bool) -> Select[Any]:
    among = [any_of(client.c.id)] if some else []
    return (
        select(client.c.id)
        .where(of_tenant(client), visible_clients(scope), client.c.attention_level > 0)
        .where(*conditions(wanted), *among)
        .order_by(client.c.attention_order, client.c.name_key, client.c.id)
    )
