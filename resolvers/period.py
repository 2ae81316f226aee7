"""A span of months as people ask for it: how many, and ending with which."""

from dataclasses import dataclass

from domain.errors import ErrorCode, RequestError
from domain.months import months_ending

MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Period:
    """`count` months up to and including `last` (`YYYY-MM`); 1 to 24 of them."""

    count: int
    last: str

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST_MONTHS:
            message = f"`months` must be between 1 and {MOST_MONTHS}."
            raise RequestError(ErrorCode.BAD_INPUT, message, {"argument": "months"})

    @property
    def months(self) -> tuple[str, ...]:
        """The months, oldest first."""
        return months_ending(self.last, self.count)
