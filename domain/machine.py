"""State machines as data: which event leads from which state to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.errors import UserErrorCode, refuse
from domain.vocabulary import Word

State = TypeVar("State", bound=Word)


@dataclass(frozen=True)
class Machine(Generic[State]):
    """`events` maps each event to its allowed (from, to) states; whatever is not listed is refused."""

    noun: str
    initial: State
    events: Mapping[str, Mapping[State, State]]

    def after(self, event: str, state: State, *path: str) -> State:
        """The state after an event; raises `Refused` (WRONG_STATE, naming the state) when not listed."""
        allowed = self.events[event]
        if state not in allowed:
            hint = ", ".join(sorted(allowed)) or "none"
            message = f"Cannot {event} {self.noun} that is {state}; possible only from {hint}."
            raise refuse(UserErrorCode.WRONG_STATE, message, *path)
        return allowed[state]
