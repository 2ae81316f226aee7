"""How one machine is described, so that all are tried alike: how an object gets into a state, and what moves it."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Table

from domain.errors import Refused
from domain.machine import Machine
from domain.vocabulary import Word
from tests.machines.acts import Act, Said
from tests.machines.scene import Scene, Stage

Prepare = Callable[[Scene], Awaitable[None]]
Status = Callable[[Row[Any] | None, Stage], str]


@dataclass(frozen=True)
class Move:
    """One act, the events that it takes the object through, and the mails that it sends, in alphabetical order.

    From `quiet` states it is answered like a success and leaves the object alone; `never` names those from which it
    would be another move; `anew`: whoever asks again gets another object.
    """

    act: Act
    events: tuple[str, ...]
    mails: tuple[str, ...] | Mapping[Word, tuple[str, ...]] = ()
    quiet: frozenset[Word] = frozenset()
    never: frozenset[Word] = frozenset()
    anew: bool = False

    def sent(self, state: Word) -> list[str]:
        """The kinds of mails that go out when it is done from a state."""
        return list(self.mails[state] if isinstance(self.mails, Mapping) else self.mails)


async def _nothing(scene: Scene) -> None:
    """Nothing has to be there before the object is."""


@dataclass(frozen=True)
class Life:
    """A machine as it is lived at the gateway.

    `stand` puts an object into a state, without any trace; `begin` makes one in the first state. `actions` are what
    audit and events call an event; the others are called by the state that they lead to.
    """

    name: str
    machine: Machine[Any]
    table: Table
    stand: Callable[[Scene, Any], Awaitable[None]]
    moves: tuple[Move, ...]
    prefix: str
    begin: Move | None = None
    prepare: Prepare = _nothing
    actions: Mapping[str, str] = field(default_factory=dict)
    # States that are left in the transaction which reaches them: no object is ever found there.
    passing: frozenset[Word] = frozenset()
    # Refusals beside those that name the state or call a link dead.
    refusals: frozenset[str] = frozenset()
    # What else is told of the object, and is no transition.
    beside: frozenset[str] = frozenset()
    # States of which more is remembered than the machine knows: no longer walk begins there.
    apart: frozenset[Word] = frozenset()
    # What others make of it is told to whoever sent it.
    answers_sender: bool = False
    column: str = "status"
    status: Status | None = None

    def __str__(self) -> str:
        """Its name, for whoever reads which test failed."""
        return self.name

    @property
    def states(self) -> list[Word]:
        """Every state in which an object can be found."""
        moves = [move for allowed in self.machine.events.values() for move in allowed.items()]
        known = {self.machine.initial, *(state for move in moves for state in move)}
        return sorted(known - self.passing)

    def after(self, move: Move, state: Word) -> Word | None:
        """Where a move leads from a state; None where it is not listed."""
        return self.path(move, state)[-1] if self.path(move, state) else None

    def path(self, move: Move, state: Word) -> list[Word]:
        """The states that a move passes through; none where it is not listed."""
        passed = [state]
        try:
            for event in move.events:
                passed.append(self.machine.after(event, passed[-1]))
        except Refused:
            return []
        return passed[1:]

    def named(self, move: Move, state: Word) -> list[str]:
        """The actions that audit and events must name, in their order."""
        return [
            f"{self.prefix}.{self.actions.get(event, after.lower())}"
            for event, after in zip(move.events, self.path(move, state), strict=False)
        ]

    def pairs(self) -> Iterator[tuple[Move, Word]]:
        """Every move with every state from which it can be tried."""
        for move in self.moves:
            yield from ((move, state) for state in self.states if state not in move.never)

    def first(self, move: Move) -> Word | None:
        """A state from which a move is listed; none for what is never."""
        return next((state for state in self.states if self.after(move, state) and state not in move.never), None)

    def moved(self, told: list[str]) -> list[str]:
        """Of what is told of the object, the transitions."""
        return [action for action in told if action not in self.beside]

    async def standing(self, stage: Stage, state: Word) -> Scene:
        """A scene with an object in a state; nothing that led there is told as news."""
        scene = await stage.scene()
        await self.stand(scene, state)
        await scene.news()
        assert await self.now(scene) == state
        return scene

    async def begun(self, scene: Scene) -> list[Row[Any]]:
        """What there is of the kind in a scene: one object at the most, and the scene is about it from now on."""
        mine = self.table.c.partner_id == scene.firm.id
        rows = await scene.stage.rows(self.table, self.table.c.email == scene.email if scene.email else mine)
        if rows:
            scene.id = rows[0].id
        return list(rows)

    async def now(self, scene: Scene) -> str:
        """The state in which the object is."""
        own = self.table.c.partner_id if scene.id == scene.firm.id else self.table.c.id
        rows = await scene.stage.rows(self.table, own == scene.id)
        row = rows[0] if rows else None
        return self.status(row, scene.stage) if self.status else str(getattr(row, self.column))

    def is_refusal(self, said: Said, state: Word) -> bool:
        """Whether an answer refuses for the state: it names it, or says no more than that the link is dead."""
        if said.codes is None:
            return True
        known = {"TOKEN_INVALID", "IGNORED"} | self.refusals
        return bool(said.codes) and all(
            code in known or (code in ("WRONG_STATE", "REFUSED") and state in said.messages) for code in said.codes
        )
