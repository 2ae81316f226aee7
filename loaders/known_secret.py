"""Reads of secrets that a colleague was shown and that are good still: what to rotate when they leave."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Uuid, and_, cast, literal, null, or_, select, union_all

from domain.vocabulary import SecretKind
from loaders.reading import Reads, Scope, many_each
from loaders.scope import NOW, of_tenant
from store.statement import Row, any_of
from store.tables import audit_entry, integration, integration_key, webhook

_BY = audit_entry.c.actor_id


async def known_secrets_by_colleague_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row]]:
    """What each colleague was shown: as they made it, or by rotating it; the latest first, each secret once."""
    return many_each(ids, _once(await reads.rows(_shown, keys=ids)), "colleague_id")


def _once(rows: Iterable[Row]) -> list[Row]:
    """Of several moments at which somebody was shown the same secret, the last."""
    found: dict[Any, Row] = {}
    for row in sorted(rows, key=attrgetter("since")):
        found[row.colleague_id, row.kind, row.integration_id, row.webhook_id, row.kid] = row
    return sorted(found.values(), key=attrgetter("since"), reverse=True)


def _shown(scope: Scope) -> Select[Any]:
    arms = (*_of_integrations(), *_of_webhooks(), _of_keys())
    found = union_all(*arms).subquery()
    return select(found)


def _of_integrations() -> tuple[Select[Any], ...]:
    own = (of_tenant(integration), integration.c.secret_hash.is_not(None))
    made, rotated = integration.c.created_by, _acted(integration.c.id, "integration.secret_rotated")
    return (
        _arm(SecretKind.INTEGRATION_SECRET, made, integration.c.created_at, integration.c.id).where(
            *own, any_of(made), _holds(integration, integration.c.created_at)
        ),
        _arm(SecretKind.INTEGRATION_SECRET, _BY, audit_entry.c.at, integration.c.id)
        .join_from(integration, audit_entry, rotated)
        .where(*own, any_of(_BY), _holds(integration, audit_entry.c.at)),
    )


def _of_webhooks() -> tuple[Select[Any], ...]:
    own, made = of_tenant(webhook), webhook.c.created_by
    rotated = _acted(webhook.c.id, "webhook.secret_rotated")
    whose = (webhook.c.integration_id, webhook.c.id)
    return (
        _arm(SecretKind.WEBHOOK_SECRET, made, webhook.c.created_at, *whose).where(
            own, any_of(made), _holds(webhook, webhook.c.created_at)
        ),
        _arm(SecretKind.WEBHOOK_SECRET, _BY, audit_entry.c.at, *whose)
        .join_from(webhook, audit_entry, rotated)
        .where(own, any_of(_BY), _holds(webhook, audit_entry.c.at)),
    )


def _of_keys() -> Select[Any]:
    """The trail names the integration of a key, and the moment at which it was registered."""
    key = integration_key.c
    registered = and_(_acted(key.integration_id, "integration.key_registered"), audit_entry.c.at == key.created_at)
    return (
        _arm(SecretKind.INTEGRATION_KEY, _BY, key.created_at, key.integration_id, kid=key.kid)
        .join_from(integration_key, audit_entry, registered)
        .where(of_tenant(integration_key), any_of(_BY))
    )


def _arm(
    kind: SecretKind,
    who: ColumnElement[Any],
    since: ColumnElement[Any],
    integration_id: ColumnElement[Any],
    webhook_id: ColumnElement[Any] | None = None,
    kid: ColumnElement[Any] | None = None,
) -> Select[Any]:
    return select(
        literal(kind.value, String(), literal_execute=True).label("kind"),
        who.label("colleague_id"),
        since.label("since"),
        integration_id.label("integration_id"),
        (cast(null(), Uuid) if webhook_id is None else webhook_id).label("webhook_id"),
        (cast(null(), String) if kid is None else kid).label("kid"),
    )


def _acted(object_id: ColumnElement[Any], action: str) -> ColumnElement[bool]:
    """Entries of the firm's trail about an object."""
    return and_(of_tenant(audit_entry), audit_entry.c.object_id == object_id, audit_entry.c.action == action)


def _holds(table: Any, shown_at: ColumnElement[Any]) -> ColumnElement[bool]:
    """What was shown then is the secret of now, or one before it while such a one is good, too."""
    return or_(shown_at >= table.c.secret_since, table.c.old_secret_ends_at > NOW)
