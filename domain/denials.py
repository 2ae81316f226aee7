"""The denials of one operation: one for each coordinate, however many rows and aliases it hit."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.denial import Denial

Path = Sequence[str | int]


@dataclass
class Counted:
    """A denial with how often it happened and where first."""

    denial: Denial
    path: list[str | int]
    count: int = 1


class Denials:
    """Collects denials by coordinate (`Type.field`)."""

    def __init__(self) -> None:
        self.by_coordinate: dict[str, Counted] = {}

    def add(self, coordinate: str, denial: Denial, path: Path) -> None:
        """Counts one more denial of a coordinate."""
        known = self.by_coordinate.get(coordinate)
        if known is None:
            self.by_coordinate[coordinate] = Counted(denial, list(path))
        else:
            known.count += 1
