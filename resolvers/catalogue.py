"""The lists of the catalogue, and a course by its id."""

import strawberry

from domain.catalogue import Course
from domain.ids import IdKind
from loaders.catalogue import course_by_id, courses, resources
from loaders.paging import Page, Window
from resolvers.context import Info
from resolvers.inputs.catalogue import CourseFilter, ResourceFilter, wanted
from resolvers.inputs.ids import stored_id


async def course_connection(
    info: Info,
    filter: CourseFilter | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of the courses, by title."""
    return courses(info.context.reads, wanted(filter), Window(first, after, last, before))


async def course(info: Info, id: strawberry.ID) -> Course | None:
    """A course that is in the catalogue now."""
    return await info.context.load(course_by_id, stored_id(IdKind.COURSE, id))


async def resource_connection(
    info: Info,
    filter: ResourceFilter | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of the resources, the last updated first."""
    return resources(info.context.reads, wanted(filter), Window(first, after, last, before))
