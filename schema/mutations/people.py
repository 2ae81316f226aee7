"""Roles, assignments and teams."""

import strawberry

import resolvers.assigning
import resolvers.change_role
import resolvers.erasing
import resolvers.leaving
import resolvers.teaming
from resolvers.assigning import MOST_PAIRS
from schema.cost import FREE, bulk
from schema.field import change
from schema.payloads.assignment import AssignColleaguesPayload, UnassignColleaguesPayload, UnassignMePayload
from schema.payloads.colleague import (
    ChangeColleagueRolePayload,
    DeactivateColleaguePayload,
    ErasePersonPayload,
    ReactivateColleaguePayload,
)
from schema.payloads.team import (
    CreateTeamPayload,
    DeleteTeamPayload,
    SetTeamClientsPayload,
    SetTeamMembersPayload,
    UpdateTeamPayload,
)
from schema.rules import ADMINS_ONLY, MANAGE_PEOPLE, WORKERS_ONLY


@strawberry.type(directives=FREE)
class PeopleMutations:
    change_colleague_role: ChangeColleagueRolePayload | None = change(
        "Gives a colleague another role; the last owner or admin keeps theirs.",
        resolvers.change_role.change_colleague_role,
        rule=MANAGE_PEOPLE,
    )
    deactivate_colleague: DeactivateColleaguePayload | None = change(
        "Ends a membership at once, with its access, streams, assignments and teams; the clients can go to others.",
        resolvers.leaving.deactivate_colleague,
        rule=MANAGE_PEOPLE,
    )
    reactivate_colleague: ReactivateColleaguePayload | None = change(
        "Lets a colleague who had left in again; their assignments stay ended.",
        resolvers.leaving.reactivate_colleague,
        rule=MANAGE_PEOPLE,
    )
    erase_person: ErasePersonPayload | None = change(
        "Erases a person who has left, by their address, from everything that the firm keeps; this cannot be undone.",
        resolvers.erasing.erase_person,
        rule=ADMINS_ONLY,
    )
    assign_colleagues: AssignColleaguesPayload | None = change(
        "Assigns colleagues to clients; each pair stands or falls alone.",
        resolvers.assigning.assign_colleagues,
        rule=MANAGE_PEOPLE,
        size=bulk("clientIds", "colleagueIds", most=MOST_PAIRS),
    )
    unassign_colleagues: UnassignColleaguesPayload | None = change(
        "Ends direct assignments; each pair stands or falls alone. Assignments through teams stay.",
        resolvers.assigning.unassign_colleagues,
        rule=MANAGE_PEOPLE,
        size=bulk("clientIds", "colleagueIds", most=MOST_PAIRS),
    )
    unassign_me: UnassignMePayload | None = change(
        "Stops your own work on a client.", resolvers.assigning.unassign_me, rule=WORKERS_ONLY
    )
    create_team: CreateTeamPayload | None = change("A new team.", resolvers.teaming.create_team, rule=MANAGE_PEOPLE)
    update_team: UpdateTeamPayload | None = change(
        "Another name or description for a team.", resolvers.teaming.update_team, rule=MANAGE_PEOPLE
    )
    delete_team: DeleteTeamPayload | None = change(
        "Deletes a team; what it alone kept live ends.", resolvers.teaming.delete_team, rule=MANAGE_PEOPLE
    )
    set_team_members: SetTeamMembersPayload | None = change(
        "Replaces the members of a team; assignments follow.", resolvers.teaming.set_team_members, rule=MANAGE_PEOPLE
    )
    set_team_clients: SetTeamClientsPayload | None = change(
        "Replaces the clients of a team; assignments follow.", resolvers.teaming.set_team_clients, rule=MANAGE_PEOPLE
    )
