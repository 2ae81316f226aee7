"""Applications as operators list them."""

from typing import Any

from domain.applying import WAITING
from domain.ids import IdKind, encode
from domain.vocabulary import ApplicationStatus
from loaders.application import ApplicationFilter, applications
from loaders.paging import Page, Window
from resolvers.context import Info
from resolvers.relation import computed
from store.reading import Row


async def connection(
    info: Info,
    status: list[ApplicationStatus] | None = None,
    email: str | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of all applications, newest first, or of those in some states or of one e-mail address."""
    wanted = ApplicationFilter(tuple(status or ()), email.strip().lower() if email is not None else None)
    return await applications(info.context.reads, wanted, Window(first, after, last, before))


@computed("status")
def is_waiting(root: Row) -> bool:
    """Whether the applicant's answer is still possible."""
    return root.status in WAITING


@computed("client_invite")
def invited_by(root: Row) -> str | None:
    """The company that invited the practice."""
    offered: dict[str, Any] = root.client_invite or {}
    return offered.get("company_name")


@computed("became_id")
def partner_id(root: Row) -> str | None:
    """The public id of the partner that it became, or joined."""
    return encode(IdKind.PARTNER, root.became_id) if root.became_id else None
