"""What the mutations of colleagues answer."""

import strawberry

from loaders.colleague import colleague_by_id
from resolvers.outcome import changed
from schema.colleague import Colleague
from schema.cost import FREE
from schema.field import field
from schema.payload import Payload
from schema.rules import PEOPLE


@strawberry.type(description="The answer to `changeColleagueRole`.", directives=FREE)
class ChangeColleagueRolePayload(Payload):
    colleague: Colleague | None = field(
        "The colleague, as they are now.", changed(colleague_by_id, "colleague"), rule=PEOPLE, nullable=True
    )
