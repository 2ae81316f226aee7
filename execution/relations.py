"""Relations of a level: keys of all parents, one load, and to each parent its part."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from execution.plan import Field, Selection
from execution.running import Entry, Run

_LISTS = frozenset({list, tuple})

Level = list[tuple[Field, list[Entry]]]


class Load:
    """What all fields of a level want of one batch."""

    def __init__(self, run: Run, batch: Hashable, asked: Level) -> None:
        self._run, self.batch = run, batch
        self._keyed = [(field, entries, _keys(run, field, entries)) for field, entries in asked]
        self.wanted = dict.fromkeys(chain.from_iterable(keys for _, _, keys in self._keyed))
        # A parent without a key has no value; one that cannot tell its key has failed.
        self._answered = {key: _answer(key) for key in self.wanted if key is None or key.__class__ is _Unkeyed}
        for key in self._answered:
            del self.wanted[key]

    def hand_out(self, loaded: Mapping[Any, Any] | Exception) -> None:
        """Gives each parent its part of what was loaded, or of how that failed."""
        values = dict.fromkeys(self.wanted, loaded) if isinstance(loaded, Exception) else loaded
        if self._answered:
            values = {**values, **self._answered}
        for field, entries, keys in self._keyed:
            hand_out(self._run, field, entries, list(map(values.__getitem__, keys)))


@dataclass(frozen=True, slots=True, eq=False)
class _Unkeyed:
    """Stands for the key of a parent that could not tell it."""

    error: Exception


def _answer(key: _Unkeyed | None) -> Exception | None:
    return None if key is None else key.error


def _keys(run: Run, field: Field, entries: Sequence[Entry]) -> list[Any]:
    key: Any = field.kind.key  # type: ignore[union-attr]  # only relations come here
    try:
        arguments = run.arguments(field)
    except Exception as error:
        return [_Unkeyed(error)] * len(entries)
    context = run.context
    try:
        if callable(key):
            return [key(parent, context, **arguments) for _, parent, _ in entries]
        return [getattr(parent, key) for _, parent, _ in entries]
    except Exception:
        return [_key(key, parent, context, arguments) for _, parent, _ in entries]


def _key(key: Any, parent: Any, context: Any, arguments: dict[str, Any]) -> Any:
    try:
        return key(parent, context, **arguments) if callable(key) else getattr(parent, key)
    except Exception as error:
        return _Unkeyed(error)


def hand_out(run: Run, field: Field, entries: Sequence[Entry], values: Sequence[Any]) -> None:
    """Gives each parent what was loaded for it, finished and completed."""
    finish = getattr(field.kind, "finish", None)
    if finish is not None:
        values = [_finished(run, field, finish, entry[1], each) for entry, each in zip(entries, values, strict=True)]
    elif field.shared is not None:
        _share(run, field, field.shared, entries, values)
        return
    elif field.listed is not None and _are_lists(field.listed, values):
        _make_lists(run, field, field.listed, entries, values)
        return
    complete, key = field.at_hand, field.key
    for (made, _, path), value in zip(entries, values, strict=True):
        made[key] = complete(run, value, path)
        if run.odd:
            run.bind(made, key)


def _finished(run: Run, field: Field, finish: Any, parent: Any, loaded: Any) -> Any:
    """What a relation makes of what was loaded, or how it failed."""
    if isinstance(loaded, Exception):
        return loaded
    try:
        return finish(loaded, parent, run.context, **run.arguments(field))
    except Exception as error:
        return error


def _are_lists(listed: Selection, values: Sequence[Any]) -> bool:
    """Whether all that was loaded are lists of objects that need no look before they are taken."""
    return _LISTS.issuperset(map(type, values)) and listed.known.issuperset(map(type, chain.from_iterable(values)))


def _make_lists(
    run: Run, field: Field, listed: Selection, entries: Sequence[Entry], values: Sequence[Sequence[Any]]
) -> None:
    rows, key = listed.rows, field.key
    for (made, _, _), value in zip(entries, values, strict=True):
        made[key] = rows(run, value)
        if run.odd:
            run.bind(made, key)


def _share(run: Run, field: Field, flat: Selection, entries: Sequence[Entry], values: Sequence[Any]) -> None:
    """Parents that point at the same object share what is made of it: it is made of leaves alone."""
    done: dict[int, Any] = {}
    shared = 0
    for (made, _, _), value in zip(entries, values, strict=True):
        known = done.get(id(value))
        if known is None:
            known = done[id(value)] = field.at_hand(run, value, None)
        else:
            shared += 1
        made[field.key] = known
    run.cost += flat.cost * shared
