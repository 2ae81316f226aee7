"""A team: colleagues and the clients they share."""

from datetime import datetime

import strawberry

from domain.ids import IdKind
from loaders.client import client_count_by_team_id, clients_by_team_id
from loaders.colleague import members_by_team_id
from resolvers.relation import first_of, public_id, related
from schema.cost import FIRST, several
from schema.field import field, plain
from schema.node import Node
from schema.refs import ClientRef, ColleagueRef
from schema.rules import CLIENTS, PEOPLE_PRIVATE


@strawberry.type(description="Colleagues who share clients.")
class Team(Node):
    id: strawberry.ID = plain("Opaque id of the team.", public_id(IdKind.TEAM))
    name: str = plain("Its name, unique in the firm.")
    description: str | None = plain("What it is for.")
    members: list[ColleagueRef] = plain("Its colleagues, by name.", related(members_by_team_id), size=several(10))
    client_count: int | None = field(
        "How many clients that you see it has.", related(client_count_by_team_id), rule=CLIENTS, cost=1
    )
    clients: list[ClientRef] | None = field(
        "Its `first` clients that you see, by name (at most 100; page through all of them with "
        "`partner.clients(filter: {teamId: ...})`).",
        first_of(clients_by_team_id),
        rule=CLIENTS,
        size=FIRST,
    )
    created_at: datetime = plain("When it was made.")
    version: int | None = field("Rises with every change, also of what only admins see.", rule=PEOPLE_PRIVATE)
