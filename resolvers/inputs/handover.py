"""Inputs of hand-overs into a client's account."""

import strawberry

from domain.handover import ClientAccountPage
from resolvers.inputs.ids import id_of


@strawberry.input(description="Asks for a way into a client's account. A retry makes another link, never the same.")
class OpenClientAccountInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    target: ClientAccountPage = strawberry.field(
        default=ClientAccountPage.OVERVIEW, description="The page to arrive at."
    )
    assign_self: bool = strawberry.field(
        default=False, description="Assign yourself first where you are not assigned; for admins."
    )
