"""What a mutation answers: names of what it touched, and expected refusals."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from domain.errors import UserError, UserErrorCode
from loaders.reading import Batch
from resolvers.context import Info
from resolvers.relation import anew

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`values` are plain JSON (ids as text), so that an idempotent retry finds the same answer.

    `said` is what the caller was answered under an idempotency key (`resolvers.saying`).
    """

    values: Json = field(default_factory=dict)
    errors: tuple[UserError, ...] = ()
    said: Json | None = None

    def to_json(self) -> Json:
        """For the store."""
        errors = [[error.code.value, error.message, list(error.path), error.row] for error in self.errors]
        return {"values": self.values, "errors": errors} | ({"said": self.said} if self.said else {})

    @classmethod
    def from_json(cls, stored: Json) -> "Outcome":
        """From the store."""
        errors = [UserError(UserErrorCode(code), text, tuple(path), row) for code, text, path, row in stored["errors"]]
        return cls(stored["values"], tuple(errors), stored.get("said"))


def changed(batch: Batch[Any, Any], value: str) -> Callable[..., Awaitable[Any]]:
    """The object that a mutation names in one of its values, as the viewer may see it now."""

    async def load(root: Outcome, info: Info) -> Any:
        id = root.values.get(value)
        return await info.context.load(batch, UUID(id)) if id else None

    return load


def changed_many(batch: Batch[Any, Any], value: str) -> Callable[..., Awaitable[list[Any]]]:
    """The objects that a mutation names in a list; those that the viewer may not see are left out."""

    async def load(root: Outcome, info: Info) -> list[Any]:
        ids = [UUID(id) for id in root.values.get(value, ())]
        rows = await asyncio.gather(*(info.context.load(batch, id) for id in ids))
        return [row for row in rows if row is not None]

    return load


def outcomes(value: str) -> Callable[[Outcome], list[Outcome]]:
    """The parts of an outcome, each an outcome of its own."""

    def read(root: Outcome) -> list[Outcome]:
        return [Outcome.from_json(part) for part in root.values.get(value, ())]

    return read


def unsealed(value: str) -> Callable[..., str | None]:
    """A secret of the outcome, which is remembered sealed; None when there is none, or no key opens it any more."""

    @anew
    def read(root: Outcome, info: Info) -> str | None:
        sealed = root.values.get(value)
        return info.context.vault.unseal(sealed.encode()) if sealed else None

    return read


def told(value: str, default: Any = None) -> Callable[[Outcome], Any]:
    """A plain value of the outcome."""

    def read(root: Outcome) -> Any:
        return root.values.get(value, default)

    return read
