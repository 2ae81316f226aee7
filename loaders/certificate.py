"""Reads of certificates, which everybody in the firm may see: by id, the list, of colleagues, of a course."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select

from domain.vocabulary import CertificateStatus as Status
from loaders.columns import CERTIFICATE, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import MOST, First, Reads, Scope, first_each, one_each
from loaders.scope import COLLEAGUE, NOW, of_tenant
from store.statement import Row, any_of
from store.tables import certificate

NEWEST = Order("newest", (certificate.c.id,), descending=True)


@dataclass(frozen=True, slots=True)
class CertificateFilter:
    """Conditions that all hold; a list means any of its members. `expires_before` itself is left out."""

    colleague_id: UUID | None = None
    course_id: UUID | None = None
    status: tuple[Status, ...] = ()
    expires_before: datetime | None = None


async def certificate_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Certificates of the firm's people."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(CERTIFICATE), keys=ids))


async def certificate_by_enrolment_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """What completing a course was rewarded with."""
    return one_each(ids, await reads.rows(_by_enrolment, reads.asked_of(CERTIFICATE), keys=ids), "enrolment_id")


async def my_certificate_by_course_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The viewer's own of courses, those that were not renewed."""
    return one_each(ids, await reads.rows(_mine, reads.asked_of(CERTIFICATE), keys=ids), "course_id")


async def certificates_by_colleague_id(reads: Reads, keys: Sequence[First]) -> list[list[Row]]:
    """The newest certificates of each colleague that were not renewed, so many of each; one statement for all."""
    return await first_each(reads, keys, _by_colleague, reads.asked_of(CERTIFICATE), "colleague_id")


async def certificates(reads: Reads, wanted: CertificateFilter, window: Window) -> Page:
    """A page of the firm's certificates, newest first."""
    return await page(reads, _listed, (wanted,), CERTIFICATE, NEWEST, window, wanted)


def _status_now() -> ColumnElement[str]:
    """What it is by now, whether or not anything noted it; `domain.academy.status_at` says the same."""
    own = certificate.c
    return case(
        (own.status == Status.RENEWED, literal(Status.RENEWED)),
        (own.expires_at <= NOW, literal(Status.EXPIRED)),
        (own.renewable_from <= NOW, literal(Status.RENEWAL_DUE)),
        else_=literal(Status.VALID),
    )


def _all(asked: Asked) -> Select[Any]:
    return select(*CERTIFICATE.of(asked), _status_now().label("status")).where(of_tenant(certificate))


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return _all(asked).where(any_of(certificate.c.id))


def _by_enrolment(scope: Scope, asked: Asked) -> Select[Any]:
    return _all(asked).where(any_of(certificate.c.enrolment_id))


def _mine(scope: Scope, asked: Asked) -> Select[Any]:
    own = (certificate.c.colleague_id == COLLEAGUE, certificate.c.status != Status.RENEWED)
    return _all(asked).where(*own, any_of(certificate.c.course_id))


def _by_colleague(scope: Scope, asked: Asked) -> Select[Any]:
    newest = func.row_number().over(partition_by=certificate.c.colleague_id, order_by=certificate.c.id.desc())
    numbered = _all(asked).add_columns(newest.label("place")).where(any_of(certificate.c.colleague_id))
    inside = numbered.where(certificate.c.status != Status.RENEWED).subquery()
    return select(inside).where(inside.c.place <= MOST).order_by(inside.c.colleague_id, inside.c.place)


def _listed(scope: Scope, asked: Asked, wanted: CertificateFilter) -> Select[Any]:
    own = certificate.c
    equal = ((own.colleague_id, wanted.colleague_id), (own.course_id, wanted.course_id))
    found = _all(asked).where(*(column == value for column, value in equal if value is not None))
    if wanted.status:
        found = found.where(_status_now().in_(wanted.status))
    return found if wanted.expires_before is None else found.where(own.expires_at < wanted.expires_before)
