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

    def add(self, coordinate: str, denial: Denial, path: Path, count: int = 1) -> None:
        """Counts further denials of a coordinate, `path` being where the first of them was."""
        known = self.by_coordinate.get(coordinate)
        if known is None:
            self.by_coordinate[coordinate] = Counted(denial, list(path), count)
        else:
            known.count += count
