"""What every mutation's payload has: user errors, and the way on to a query."""

import strawberry

from domain.denial import Factor
from domain.errors import UserErrorCode
from resolvers.outcome import Outcome
from resolvers.relation import anew
from schema.cost import FREE, several
from schema.explanation import AccessStep
from schema.field import plain
from schema.refs import QueryRef


def _errors(root: Outcome) -> tuple[object, ...]:
    return root.errors


@anew
def _query() -> object:
    return ()


@strawberry.type(description="A right that is missing, as the `extensions` of ACCESS_DENIED tell it.", directives=FREE)
class AccessDenial:
    factor: Factor = plain("Which part of the right failed.")
    changed_by: str = plain("Who can change it.")
    suffices: list[AccessStep] | None = plain(
        "The smallest change that would do, every step of it; null when none would.", size=several(len(Factor))
    )


@strawberry.type(description="Why something was not done, and where in the input to mend it.", directives=FREE)
class UserError:
    code: UserErrorCode = plain("From a closed list.")
    message: str = plain("In words, with the cure.")
    path: list[str] = plain("Where in the arguments, for example `input`, `email`.")
    row: int | None = plain("Which row of a list, from 0.")
    denial: AccessDenial | None = plain(
        "Of what a client does not let the firm do, or an integration may not read: the right that is missing."
    )


@strawberry.interface(description="What every payload has.")
class Payload:
    user_errors: list[UserError] = plain("Empty when it was done.", _errors, size=several(20))
    query: QueryRef = plain("Ask for anything as it is afterwards.", _query)
