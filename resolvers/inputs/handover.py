"""Inputs of hand-overs into a client's account."""

import strawberry

from domain.handover import ClientAccountPage
from resolvers.inputs.ids import id_of

_KEY = (
    "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer, so the "
    "same link. For another link, when that one is used or over, take another key."
)


@strawberry.input(
    description="Asks for a way into a client's account. Without a key each request makes a link of its own."
)
class OpenClientAccountInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    target: ClientAccountPage = strawberry.field(
        default=ClientAccountPage.OVERVIEW, description="The page to arrive at."
    )
    assign_self: bool = strawberry.field(
        default=False, description="Assign yourself first where you are not assigned; for admins."
    )
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
