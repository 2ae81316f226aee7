"""What resolvers answer that they should not, or that few expect: the awkward values of a random world."""

import asyncio
from collections import UserDict, UserString
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from decimal import Decimal
from enum import IntEnum
from random import Random
from typing import Any, ClassVar

from graphql import GraphQLError, Undefined


class Row:
    """An object with attributes; `raising` names those that fail when they are read."""

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__.get("raising", ()):
            raise Boom(f"no {name}")
        raise AttributeError(f"{name} is not here")

    def __repr__(self) -> str:
        return f"Row({self.__dict__.get('kind')})"


class Boom(Exception):
    """An ordinary failure."""


class Told(Exception):
    """A failure that brings extensions of its own."""

    extensions: ClassVar[dict[str, Any]] = {"code": "TOLD", "hints": [1, 2]}


class Later:
    """An awaitable that can be left alone without a warning, and awaited more than once."""

    def __init__(self, value: Any, turns: int = 1) -> None:
        self._value, self._turns = value, turns

    def __await__(self) -> Generator[Any, Any, Any]:
        for _ in range(self._turns):
            yield from asyncio.sleep(0).__await__()
        if isinstance(self._value, Exception):
            raise self._value
        return self._value

    def __repr__(self) -> str:
        return "Later()"


class Number(int):
    """An integer, nearly."""


class Text(str):
    """A string, nearly."""


class Level(IntEnum):
    LOW = 1


class Silent:
    """Nothing that any scalar knows."""

    def __repr__(self) -> str:
        return "Silent()"


STRANGE: tuple[Callable[[], Any], ...] = (
    *(lambda: True, lambda: False, lambda: 1.5, lambda: 3.0, lambda: float("nan"), lambda: float("inf"), lambda: -0.0),
    *(
        lambda: 2**40,
        lambda: -(2**31),
        lambda: 2**31,
        lambda: 2**70,
        lambda: "text",
        lambda: "",
        lambda: "12",
        lambda: "RED",
    ),
    *(list, dict, lambda: [1], lambda: b"x", lambda: Decimal("1.0"), lambda: Decimal("1.5"), lambda: 1j),
    *(
        lambda: Number(5),
        lambda: Text("near"),
        lambda: Level.LOW,
        lambda: UserString("user"),
        Silent,
        lambda: Undefined,
    ),
    *(lambda: "bad", lambda: "none", lambda: Row, lambda: failure),
)
# What is nearly right for a type, or known to be wrong.
NEARLY: dict[str, tuple[Any, ...]] = {
    "Int": (
        2**31,
        -(2**31) - 1,
        2**40,
        -(2**40),
        2**31 - 1,
        1.5,
        3.0,
        True,
        float("nan"),
        "12",
        "",
        Number(5),
        Level.LOW,
    ),
    "Float": (float("nan"), float("inf"), "1.5", "", True, 2**70, Number(5), Decimal("1.5")),
    "String": (True, 1.5, 5, Text("near"), Level.LOW, b"x", UserString("user")),
    "ID": (True, 1.5, 3.0, 2**70, Text("near"), Number(5)),
    "Boolean": (0, 1, 2, 0.5, "true", float("nan")),
    "Color": ("RED", 0, 1.0, True, Number(1), ["unknown"], ["unhashable"]),
    "Odd": ("bad", "told", "none", "undefined"),
}


def failure(random: Random) -> Exception:
    """An exception for a resolver to raise, or to answer with."""
    return random.choice(
        (
            lambda: Boom("boom"),
            Boom,
            lambda: Told("told"),
            lambda: KeyError("key"),
            lambda: RecursionError("deep"),
            lambda: GraphQLError("said", extensions={"code": "SAID"}),
            lambda: GraphQLError("plain"),
        )
    )()


def strange(random: Random, name: str) -> Any:
    """A value that is not of a type, or of hardly any."""
    if name in NEARLY and random.random() < 0.7:
        return random.choice(NEARLY[name])
    return random.choice(STRANGE)()


def container(random: Random, items: list[Any]) -> Any:
    """A list's items in something that is no list, or breaks while it is read."""
    chosen: Callable[[], Any] = random.choice(
        (
            lambda: tuple(items),
            lambda: iter(items),
            lambda: _counted(items, None),
            lambda: _counted(items, Boom("midway")),
            lambda: _counted(items, Told("broken off")),
            lambda: _arriving(items, None),
            lambda: _arriving(items, Boom("on the way")),
            lambda: dict(enumerate(items)).values(),
            lambda: dict(enumerate(items)),
            lambda: {"only"},
            lambda: range(2),
            lambda: "text",
            lambda: b"bytes",
            lambda: 5,
            lambda: UserDict(a=1),
            lambda: [Later(item, number % 3) for number, item in enumerate(items)],
            lambda: [Later(item, 2) if number % 2 else item for number, item in enumerate(items)],
        )
    )
    return chosen()


def _counted(items: list[Any], end: Exception | None) -> Iterator[Any]:
    yield from items
    if end:
        raise end


async def _arriving(items: list[Any], end: Exception | None) -> AsyncIterator[Any]:
    for item in items:
        await asyncio.sleep(0)
        yield item
    if end:
        raise end
