"""The queries and the mutation, on Strawberry's own ASGI application."""

from typing import Any

import strawberry
from sqlalchemy import BigInteger, Text, cast, func, select
from starlette.applications import Starlette
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig

from bench.peers.settings import COLLEAGUE_ID, EMAIL, PARTNER_ID, serve
from bench.peers.stock import entities
from bench.peers.stock.loaders import Loaders, sessions
from bench.peers.stock.loaders import entities as found
from bench.peers.stock.partner import Partner, grouped
from bench.peers.stock.types import Colleague, Info, loaders
from domain.access import ViewerKind, menu
from domain.errors import UserErrorCode
from domain.ids import IdKind, decode, encode
from domain.vocabulary import MenuEntry, Role
from schema.scalars import SCALARS, EmailAddress
from store.ids import new_id


@strawberry.type
class Person:
    """The person."""

    email: EmailAddress | None


@strawberry.type
class Membership:
    """A firm of the person."""

    partner_id: strawberry.ID
    partner_name: str
    role: Role


@strawberry.type
class Viewer:
    """Who asks."""

    kind: ViewerKind
    role: Role | None
    menu: list[MenuEntry]
    person: Person | None
    colleague: Colleague | None
    memberships: list[Membership]


@strawberry.type
class Team:
    """A team."""

    id: strawberry.ID
    name: str
    description: str | None


async def _memberships() -> list[Membership]:
    colleague, partner = entities.Colleague, entities.Partner
    rows = await grouped(
        select(colleague.partner_id, partner.name, colleague.role)
        .join(partner, partner.id == colleague.partner_id)
        .where(colleague.email == EMAIL, colleague.status == "ACTIVE")
        .order_by(colleague.partner_id)
    )
    return [
        Membership(partner_id=strawberry.ID(encode(IdKind.PARTNER, id)), partner_name=name, role=Role(role))
        for id, name, role in rows
    ]


@strawberry.type
class Query:
    """Everything that can be asked."""

    @strawberry.field
    async def partner(self) -> Partner | None:
        """The firm."""
        rows = await found(select(entities.Partner).where(entities.Partner.id == PARTNER_ID))
        return Partner(name=rows[0].name)

    @strawberry.field
    async def viewer(self, info: Info) -> Viewer | None:
        """Who asks."""
        colleague = Colleague.of(await loaders(info).colleagues.load(COLLEAGUE_ID))
        return Viewer(
            kind=ViewerKind.COLLEAGUE,
            role=colleague.role,
            menu=list(menu(colleague.role)),
            person=Person(email=EMAIL),
            colleague=colleague,
            memberships=await _memberships(),
        )


@strawberry.input
class UpdateTeamInput:
    """A change of a team."""

    team_id: strawberry.ID
    description: str | None = None


@strawberry.type
class UserError:
    """Why something was not done."""

    code: UserErrorCode
    message: str


@strawberry.type
class UpdateTeamPayload:
    """What became of it."""

    team: Team | None
    user_errors: list[UserError]


@strawberry.type
class Mutation:
    """Everything that can be changed."""

    @strawberry.mutation
    async def update_team(self, input: UpdateTeamInput) -> UpdateTeamPayload | None:
        """Changes a team and notes the event, in one transaction."""
        id = decode(IdKind.TEAM, input.team_id)
        async with sessions() as session, session.begin():
            team = await session.get_one(entities.Team, (PARTNER_ID, id))
            team.description = input.description
            team.version += 1
            session.add(_event(id))
        shown = Team(id=input.team_id, name=team.name, description=team.description)
        return UpdateTeamPayload(team=shown, user_errors=[])


def _event(team_id: Any) -> entities.Event:
    event: Any = entities.Event()
    event.partner_id, event.id, event.object_id = PARTNER_ID, new_id(), team_id
    event.kind, event.object_kind, event.payload, event.at = "team.updated", "TEAM", {}, func.now()
    event.transaction_id = cast(cast(func.pg_current_xact_id(), Text), BigInteger)
    return event


class App(GraphQL[dict[str, Any], None]):
    """Strawberry's application with loaders for each request."""

    async def get_context(self, request: Any, response: Any) -> dict[str, Any]:
        """The request's context."""
        return {"request": request, "response": response, "loaders": Loaders()}


def build() -> Starlette:
    """The application; documents are parsed and validated once."""
    built = strawberry.Schema(
        query=Query,
        mutation=Mutation,
        config=StrawberryConfig(scalar_map=SCALARS),
        extensions=[ParserCache, ValidationCache],
    )
    app = Starlette()
    app.add_route("/graphql", App(built, graphql_ide=None))
    return app


if __name__ == "__main__":
    serve(build())
