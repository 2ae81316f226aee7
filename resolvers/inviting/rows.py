"""Lists of which each row stands or falls alone, and is answered alone."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from domain.errors import Refused, UserError
from resolvers.outcome import Outcome
from store.writing import UnitOfWork

Act = Callable[[], Awaitable[dict[str, Any]]]


class Rows:
    """The outcomes of rows, by their place in the list; none is left out."""

    def __init__(self) -> None:
        self._outcomes: dict[int, Outcome] = {}

    def refuse(self, row: int, errors: Sequence[UserError]) -> None:
        """A row that is not even tried."""
        told = tuple(replace(error, row=row) for error in errors)
        self._outcomes[row] = Outcome({"row": row}, told)

    async def attempt(self, work: UnitOfWork, row: int, act: Act) -> None:
        """Does what a row asks for; when it is refused, nothing of it stays."""
        try:
            async with work.savepoint():
                values = await act()
        except Refused as refusal:
            self.refuse(row, refusal.errors)
        else:
            self._outcomes[row] = Outcome({"row": row} | values)

    def outcome(self) -> Outcome:
        """The answer of the whole list, in its order."""
        return Outcome({"results": [outcome.to_json() for _, outcome in sorted(self._outcomes.items())]})


def results(root: Outcome) -> list[Outcome]:
    """The outcomes of the rows, as an answer carries them."""
    return [Outcome.from_json(stored) for stored in root.values.get("results", ())]


def errors(root: Outcome) -> tuple[UserError, ...]:
    """Why a row was refused."""
    return root.errors
