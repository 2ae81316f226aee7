"""The people of a firm: colleagues, teams, integrations, and who works on which client."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.access import Identity
from domain.text import fold
from domain.vocabulary import AssignmentSource, AssignmentStatus, ColleagueStatus, Role, Scope
from store.ids import new_id
from store.tables import (
    assignment,
    assignment_source,
    colleague,
    integration,
    integration_client,
    team,
    team_client,
    team_member,
)
from store.writing import UnitOfWork
from tests.world.base import Part
from tests.world.things import ISSUER, Assignment, Client, Colleague, Integration, Team


class People(Part):
    """Factories of people and assignments."""

    async def colleague(
        self,
        name: str | None = None,
        *,
        role: Role = Role.BOOKKEEPER,
        email: str | None = None,
        status: ColleagueStatus = ColleagueStatus.ACTIVE,
        identity: Identity | None = None,
        **columns: Any,
    ) -> Colleague:
        """A colleague who can sign in as `identity`, unless merely INVITED; the e-mail is stored in lower case."""
        names = self.ground.names
        name, number = name or names.person(), names.number()
        email = (email or f"{fold(name).replace(' ', '.')}.{number}@example.com").lower()
        identity = identity or Identity(ISSUER, f"person-{number}", email, name)
        joined = status is not ColleagueStatus.INVITED
        row: dict[str, Any] = {
            "id": new_id(),
            "name": name,
            "name_key": fold(name),
            "email": email,
            "role": role,
            "status": status,
            "issuer": identity.issuer if joined else None,
            "subject": identity.subject if joined else None,
            "invited_at": self.now,
            "activated_at": self.now if joined else None,
            "deactivated_at": self.now if status is ColleagueStatus.DEACTIVATED else None,
            "created_at": self.now,
        } | columns
        await self.insert(colleague, row)
        return Colleague(row["id"], self.id, name, email, role, identity)

    async def team(
        self, name: str | None = None, members: Iterable[Colleague] = (), clients: Iterable[Client] = (), **columns: Any
    ) -> Team:
        """A team; its members are assigned to its clients, with the team as the source."""
        name = name or f"Team {self.ground.names.number()}"
        row: dict[str, Any] = {"id": new_id(), "name": name, "name_key": fold(name), "created_at": self.now} | columns
        made, members, clients = Team(row["id"], name), tuple(members), tuple(clients)
        async with self.work() as work:
            await work.insert(team, row)
            await work.insert(team_member, [{"team_id": made.id, "colleague_id": member.id} for member in members])
            await work.insert(team_client, [{"team_id": made.id, "client_id": client.id} for client in clients])
        for member in members:
            for client in clients:
                await self.assign(member, client, team=made)
        return made

    async def assign(
        self,
        to: Colleague,
        client: Client,
        *,
        team: Team | None = None,
        ends_at: datetime | None = None,
        **columns: Any,
    ) -> Assignment:
        """One source of an assignment, DIRECT or through a team; a second one joins the live assignment.

        Further columns are those of the source. The UNASSIGNED signal is left alone: see `signal`.
        """
        async with self.work() as work:
            made = await self._live_assignment(work, to, client, ends_at)
            source = AssignmentSource.TEAM if team else AssignmentSource.DIRECT
            row: dict[str, Any] = {
                "id": new_id(),
                "assignment_id": made.id,
                "source": source,
                "team_id": team.id if team else None,
                "status": AssignmentStatus.ACTIVE,
                "ends_at": ends_at,
                "created_at": self.now,
            } | columns
            await work.insert(assignment_source, row)
        return made

    async def _live_assignment(
        self, work: UnitOfWork, to: Colleague, client: Client, ends_at: datetime | None
    ) -> Assignment:
        key: dict[str, Any] = {"colleague_id": to.id, "client_id": client.id, "status": AssignmentStatus.ACTIVE}
        live = await work.get(assignment, **key)
        if live is None:
            row: dict[str, Any] = key | {"id": new_id(), "ends_at": ends_at, "created_at": self.now}
            await work.insert(assignment, row)
            return Assignment(row["id"])
        open_ended = live.ends_at is None or ends_at is None
        latest = None if open_ended else max(live.ends_at, ends_at)
        await work.update(assignment, {"ends_at": latest}, id=live.id)
        return Assignment(live.id)

    async def integration(
        self, scopes: Iterable[Scope] = (), *, clients: Iterable[Client] | None = None, **columns: Any
    ) -> Integration:
        """A machine client that signs in with its own `client_id` as subject; with `clients` it sees only these."""
        number, held = self.ground.names.number(), frozenset(scopes)
        row: dict[str, Any] = {
            "id": new_id(),
            "name": f"Connector {number}",
            "issuer": ISSUER,
            "client_id": f"connector-{number}",
            "scopes": " ".join(sorted(held)),
            "is_restricted": clients is not None,
            "created_at": self.now,
        } | columns
        async with self.work() as work:
            await work.insert(integration, row | {"name_key": fold(row["name"])})
            chosen = [{"integration_id": row["id"], "client_id": client.id} for client in clients or ()]
            await work.insert(integration_client, chosen)
        identity = Identity(row["issuer"], row["client_id"], client_id=row["client_id"])
        return Integration(row["id"], self.id, row["client_id"], held, identity, row["is_restricted"])
