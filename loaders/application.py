"""Reads of applications: an operator's, of all of them, and by the secret of a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, LargeBinary, Select, String, and_, case, literal, select

from domain.applying import WAITING
from domain.platform import PLATFORM
from domain.vocabulary import ApplicationStatus
from loaders.columns import APPLICATION, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import Reads, Scope, one_each
from loaders.scope import NOW, of_tenant
from store.reading import Rows
from store.statement import Row, any_of, bound
from store.tables import application, idempotency

NEWEST_FIRST = Order("newest", (application.c.id,), descending=True)


@dataclass(frozen=True, slots=True)
class ApplicationFilter:
    """Conditions that all hold; several statuses mean any of them, the e-mail address is in lower case."""

    status: tuple[ApplicationStatus, ...] = ()
    email: str | None = None


async def application_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Applications of the viewer's tenant: the platform's, for its operators."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(APPLICATION), keys=ids))


async def applications(reads: Reads, wanted: ApplicationFilter, window: Window) -> Page:
    """A page of the applications, newest first."""
    return await page(reads, _listed, (wanted,), APPLICATION, NEWEST_FIRST, window, wanted)


async def application_by_secret(source: Rows, token_hash: bytes) -> Row | None:
    """The application behind a link, whatever its state."""
    return next(iter(await source.fetch(_by_secret, (), {"token_hash": token_hash})), None)


async def has_answered(source: Rows, principal: str) -> bool:
    """Whether whoever has a link was answered under an idempotency key that is kept."""
    return bool(await source.fetch(_answered, (), {"tenant": PLATFORM, "principal": principal}))


async def applied_for(source: Rows, ids: Sequence[UUID]) -> Sequence[Row]:
    """What applications of the platform say of their firms: `id`, `country`, `registration_number`; none of empty."""
    return await source.fetch(_applied_for, (), {"tenant": PLATFORM, "keys": ids})


def _answered() -> Select[Any]:
    mine = idempotency.c.principal == bound("principal", String())
    return select(idempotency.c.key).where(of_tenant(idempotency), mine).limit(literal(1, literal_execute=True))


def _effective_status() -> ColumnElement[str]:
    """One that waits past its end has expired, whether or not anything noted it."""
    lapsed = and_(application.c.status.in_(sorted(WAITING)), application.c.expires_at <= NOW)
    return case((lapsed, literal(ApplicationStatus.EXPIRED)), else_=application.c.status)


def _own(asked: Asked) -> Select[Any]:
    return select(*APPLICATION.of(asked), _effective_status().label("status")).where(of_tenant(application))


def _by_id(_scope: Scope, asked: Asked) -> Select[Any]:
    return _own(asked).where(any_of(application.c.id))


def _listed(_scope: Scope, asked: Asked, wanted: ApplicationFilter) -> Select[Any]:
    statement = _own(asked)
    if wanted.email is not None:
        statement = statement.where(application.c.email == wanted.email)
    return statement.where(_effective_status().in_(wanted.status)) if wanted.status else statement


def _applied_for() -> Select[Any]:
    columns = (application.c.id, application.c.country, application.c.registration_number)
    described = application.c.registration_number.is_not(None)
    return select(*columns).where(of_tenant(application), any_of(application.c.id), described)


def _by_secret() -> Select[Any]:
    return select(application).where(application.c.token_hash == bound("token_hash", LargeBinary()))
