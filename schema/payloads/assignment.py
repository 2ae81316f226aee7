"""What the mutations of assignments answer."""

import strawberry

from loaders.assignment import assignment_by_id
from loaders.client import client_by_id
from resolvers.inviting.rows import errors, results
from resolvers.outcome import changed, told
from schema.assignment import Assignment
from schema.client import Client
from schema.cost import FREE, several
from schema.field import field, plain
from schema.payload import Payload, UserError
from schema.rules import CLIENTS, PEOPLE


@strawberry.type(description="What became of one pair.")
class AssignmentResult:
    row: int = plain("From 0: through all colleagues of the first client, then through those of the next.", told("row"))
    client_id: strawberry.ID = plain("The client, as asked for.", told("client"))
    colleague_id: strawberry.ID = plain("The colleague, as asked for.", told("colleague"))
    assignment: Assignment | None = field(
        "The assignment, as it is now.", changed(assignment_by_id, "assignment"), rule=PEOPLE, nullable=True
    )
    user_errors: list[UserError] = plain(
        "Why this pair was not done; the others do not suffer.", errors, size=several(20)
    )


@strawberry.type(description="The answer to `assignColleagues`.", directives=FREE)
class AssignColleaguesPayload(Payload):
    results: list[AssignmentResult] = plain("One for each pair; empty when nothing could be tried.", results)


@strawberry.type(description="The answer to `unassignColleagues`.", directives=FREE)
class UnassignColleaguesPayload(Payload):
    results: list[AssignmentResult] = plain("One for each pair; empty when nothing could be tried.", results)


@strawberry.type(description="The answer to `unassignMe`.", directives=FREE)
class UnassignMePayload(Payload):
    client: Client | None = field(
        "The client, if you still see it.", changed(client_by_id, "client"), rule=CLIENTS, nullable=True
    )
    assignment: Assignment | None = field(
        "The assignment, if you still see its client.",
        changed(assignment_by_id, "assignment"),
        rule=PEOPLE,
        nullable=True,
    )
