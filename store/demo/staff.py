"""Who can work on clients: the active colleagues of a firm and its teams."""

from dataclasses import dataclass
from uuid import UUID

from domain.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Team:
    """A team and which share of the clients of which trade groups it works on; no groups means all."""

    id: UUID
    members: tuple[UUID, ...]
    share: float
    groups: frozenset[str] = frozenset()

    def serves(self, group: str) -> bool:
        """Whether clients of a trade group belong to the team's field."""
        return not self.groups or group in self.groups


@dataclass(frozen=True, slots=True)
class Staff:
    """Active colleagues with their roles, colleagues who left, and teams."""

    active: tuple[tuple[UUID, Role], ...] = ()
    gone: tuple[UUID, ...] = ()
    teams: tuple[Team, ...] = ()

    @property
    def workers(self) -> tuple[UUID, ...]:
        """Active colleagues; bookkeepers several times, because most clients are theirs."""
        copies = {Role.BOOKKEEPER: 5, Role.ADMIN: 3, Role.OWNER: 1, Role.VIEWER: 0}
        return tuple(own for own, role in self.active for _ in range(copies[role])) or self.everyone

    @property
    def everyone(self) -> tuple[UUID, ...]:
        """All active colleagues."""
        return tuple(own for own, _ in self.active)
