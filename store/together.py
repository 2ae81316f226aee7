"""Coroutines that read, run side by side without tasks: what they ask at the same time is asked at once."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping, Sequence
from dataclasses import dataclass
from types import coroutine
from typing import Any, TypeAlias

from store.statement import Kept, Row

Work: TypeAlias = Coroutine[Any, Any, Any]
# The rows of each of some statements, or how it failed.
Ask: TypeAlias = Callable[[Sequence["Wanted"]], Awaitable[Sequence[Sequence[Row] | Exception]]]


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A statement that waits for those of others; whoever runs its coroutine answers."""

    kept: Kept
    given: Mapping[str, Any]

    def __await__(self) -> Generator["Wanted", Sequence[Row], Sequence[Row]]:
        """Its rows; raises how it failed."""
        return (yield self)


class Together:
    """Some coroutines on the way to their results; one that fails has its exception as its result.

    `step` runs a coroutine until it waits. One that waits for anything but rows goes on in a task of its own.
    """

    def __init__(self, works: Sequence[Work], step: Callable[[Work, Any], Any]) -> None:
        self.results: list[Any] = [None] * len(works)
        self._works = works
        self._step = step
        self._tasks: dict[int, asyncio.Task[Any]] = {}

    async def run(self, ask: Ask) -> list[Any]:
        """All results; `ask` answers what is wanted, over and over until nothing is."""
        answers: dict[int, Any] = dict.fromkeys(range(len(self._works)))
        try:
            while wanted := self._advance(answers):
                answers = dict(zip(wanted, await ask(list(wanted.values())), strict=True))
            if self._tasks:
                ended = await asyncio.gather(*self._tasks.values(), return_exceptions=True)
                self._note(dict(zip(self._tasks, ended, strict=True)))
        finally:
            for task in self._tasks.values():
                task.cancel()
            for work in self._works:
                # Nothing happens to those that have ended.
                work.close()
        return self.results

    def _advance(self, answers: Mapping[int, Any]) -> dict[int, Wanted]:
        """Hands out answers; gives what is wanted next, by the places of those who want it."""
        wanted = {}
        for place, answer in answers.items():
            try:
                asked = self._step(self._works[place], answer)
            except StopIteration as end:
                self.results[place] = end.value
            except Exception as error:
                self.results[place] = error
            else:
                if asked.__class__ is Wanted:
                    wanted[place] = asked
                else:
                    self._tasks[place] = asyncio.create_task(_on_its_own(self._works[place], asked))
        return wanted

    def _note(self, ended: Mapping[int, Any]) -> None:
        for place, result in ended.items():
            if isinstance(result, BaseException) and not isinstance(result, Exception):
                raise result
            self.results[place] = result


def go_on(work: Work, answer: Any) -> Any:
    """Runs a coroutine with the answer it waited for, or with how that failed, until it waits again."""
    return work.throw(answer) if isinstance(answer, Exception) else work.send(answer)


async def _on_its_own(work: Work, waits_for: Any) -> Any:
    return await _rest(work, waits_for)


@coroutine
def _rest(work: Work, waits_for: Any) -> Generator[Any, Any, Any]:
    """The rest of a coroutine, which waits for something of the event loop."""
    while True:
        try:
            answer = yield waits_for
        except BaseException as error:
            answer = error
        try:
            waits_for = work.throw(answer) if isinstance(answer, BaseException) else work.send(answer)
        except StopIteration as end:
            return end.value
