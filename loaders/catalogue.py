"""Reads of the catalogue, which is held in memory: courses, lessons and resources by id, and the lists."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Date, String, Uuid

from domain.catalogue import Course, Lesson, Resource, Wanted
from loaders.order import Order
from loaders.paging import Page, Window
from loaders.reading import Reads
from loaders.shelf import Sorting, page_of
from store.statement import bound

_ID = bound("id", Uuid())
BY_TITLE = Sorting[Course](Order("title", (bound("title", String()), _ID)), lambda item: (item.title_key, item.id))
NEWEST = Sorting[Resource](
    Order("newest", (bound("updated_on", Date()), _ID), descending=True), lambda item: (item.updated_on, item.id)
)


async def course_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Course | None]:
    """Courses as they are now; None for those that are no longer in the catalogue."""
    return [reads.catalogue.course_by_id.get(id) for id in ids]


async def lesson_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Lesson | None]:
    """Lessons of courses as they are now."""
    return [reads.catalogue.lesson_by_id.get(id) for id in ids]


async def resource_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Resource | None]:
    """Resources."""
    return [reads.catalogue.resource_by_id.get(id) for id in ids]


def courses(reads: Reads, wanted: Wanted, window: Window) -> Page:
    """A page of the courses, by title."""
    return page_of(reads, filter(wanted.admits, reads.catalogue.courses), BY_TITLE, window, wanted)


def resources(reads: Reads, wanted: Wanted, window: Window) -> Page:
    """A page of the resources, the last updated first."""
    return page_of(reads, filter(wanted.admits, reads.catalogue.resources), NEWEST, window, wanted)
