"""What a caller may ask for within a minute, in the costs of operations."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Budget:
    """The running minute of one caller: `cost` is what its operation may cost, `remaining` is without it."""

    limit: int
    remaining: int
    reset_at: datetime
    cost: int
