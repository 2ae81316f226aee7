"""What the mutations of teams answer."""

import strawberry

from loaders.team import team_by_id
from resolvers.outcome import changed, told
from schema.cost import FREE
from schema.field import field, plain
from schema.payload import Payload
from schema.rules import PEOPLE
from schema.team import Team


def _team() -> Team | None:
    found: Team | None = field("The team, as it is now.", changed(team_by_id, "team"), rule=PEOPLE, nullable=True)
    return found


@strawberry.type(description="The answer to `createTeam`.", directives=FREE)
class CreateTeamPayload(Payload):
    team: Team | None = _team()


@strawberry.type(description="The answer to `updateTeam`.", directives=FREE)
class UpdateTeamPayload(Payload):
    team: Team | None = _team()


@strawberry.type(description="The answer to `setTeamMembers`.", directives=FREE)
class SetTeamMembersPayload(Payload):
    team: Team | None = _team()


@strawberry.type(description="The answer to `setTeamClients`.", directives=FREE)
class SetTeamClientsPayload(Payload):
    team: Team | None = _team()


@strawberry.type(description="The answer to `deleteTeam`.", directives=FREE)
class DeleteTeamPayload(Payload):
    deleted_team_id: strawberry.ID | None = plain("The team that is gone.", told("deleted"))
