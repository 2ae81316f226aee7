"""Why somebody may or may not read a coordinate: who may ask, what is looked at, and the answer in words."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import strawberry

from domain.denial import Factor, Step
from domain.errors import ErrorCode, RequestError
from domain.explanation import Condition, Explanation, Standing, Way, explain
from domain.ids import IdKind
from domain.vocabulary import ADMINS, ColleagueStatus, Role
from loaders.explanation import client_standing, colleague_standing
from resolvers.context import Context, Info
from resolvers.inputs.ids import stored_id
from resolvers.ways import Ways


@dataclass(frozen=True, slots=True)
class SmallestChange:
    """Steps that together give a right."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An explanation as it is told."""

    coordinate: str
    is_allowed: bool
    message: str
    factors: tuple[Condition, ...]
    smallest_change: SmallestChange | None


def explaining(ways_of: Callable[[strawberry.Schema], Ways]) -> Callable[..., Awaitable[Answer | None]]:
    """The resolver over the ways of a schema."""

    async def access_explanation(
        info: Info, colleague_id: strawberry.ID, coordinate: str, client_id: strawberry.ID | None = None
    ) -> Answer | None:
        """Of oneself, or as an admin of anybody; None for a colleague or client that does not exist for the viewer."""
        ways = _ways(info.context, ways_of(info.schema), coordinate, at_client=client_id is not None)
        found = await _standing(info.context, colleague_id, client_id)
        return _told(coordinate, explain(ways, found)) if found else None

    return access_explanation


def _ways(context: Context, known: Ways, coordinate: str, *, at_client: bool) -> list[Way]:
    if not known.knows(coordinate):
        near = known.near(coordinate) if context.suggests else []
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise _bad("coordinate", f"`coordinate` is no field of the schema; write it as Type.field.{hint}")
    ways = known.to(coordinate, at_client=at_client)
    if not ways:
        raise _bad("clientId", "`coordinate` is not read at a client; ask without `clientId`.")
    return ways


def _bad(argument: str, message: str) -> RequestError:
    return RequestError(ErrorCode.BAD_INPUT, message, {"argument": argument})


async def _standing(context: Context, colleague_id: str, client_id: str | None) -> Standing | None:
    person = stored_id(IdKind.COLLEAGUE, colleague_id)
    if context.viewer.role not in ADMINS and person != context.viewer.colleague_id:
        return None
    row = await colleague_standing(context.reads, person)
    if row is None:
        return None
    standing = Standing(Role(row.role), ColleagueStatus(row.status))
    return standing if client_id is None else await _at_client(context, standing, person, client_id)


async def _at_client(context: Context, standing: Standing, person: UUID, client_id: str) -> Standing | None:
    client: Any = await client_standing(context.reads, stored_id(IdKind.CLIENT, client_id), person)
    return Standing(standing.role, standing.status, client, bool(client.assigned)) if client else None


def _told(coordinate: str, found: Explanation) -> Answer:
    change = None if found.steps is None else SmallestChange(found.steps)
    return Answer(coordinate, found.is_allowed, _message(found), found.conditions, change)


def _message(found: Explanation) -> str:
    missing = [condition for condition in found.conditions if not condition.holds]
    if found.is_allowed:
        return "Allowed."
    if found.steps is not None:
        return " ".join(["Denied.", *(condition.message for condition in missing)])
    if any(condition.factor is Factor.CONNECTION for condition in missing):
        return "Denied. The client is disconnected, which is final: no change would suffice."
    return "Denied, and no change would suffice."
