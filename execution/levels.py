"""A plan is run level by level: one call for each relation of a level, whatever the number of parents."""

import asyncio
from collections import defaultdict
from collections.abc import Hashable, Sequence
from inspect import isawaitable
from typing import Any

from graphql import default_field_resolver
from graphql.pyutils import Path

from execution.fields import Batched, Loaded, Ordinary
from execution.plan import Field, Selection
from execution.running import Entry, Run

Level = list[tuple[Field, list[Entry]]]


async def run_selection(run: Run, selection: Selection, parent: Any) -> dict[str, Any]:
    """The complete answer for one root object; failed and denied places are still marked."""
    run.expect(run.plan.columns)
    made = selection.row(run, parent, None)
    await _finish(run)
    return made


async def run_selections(run: Run, selection: Selection, parents: Sequence[Any]) -> list[dict[str, Any]]:
    """The same for many root objects, whose levels are worked off together."""
    run.expect(run.plan.columns)
    made = [selection.row(run, parent, None) for parent in parents]
    await _finish(run)
    return made


async def resolve_change(run: Run, field: Field, parent: Any) -> Any:
    """What the resolver of a root field that changes things says, or how it failed; it may read anything."""
    run.expect({})
    try:
        value = _resolver(field)(parent, run.info(field, static_path(field)), **run.arguments(field))
        return await value if isawaitable(value) else value
    except Exception as error:
        return error


async def complete_change(run: Run, selection: Selection, value: Any) -> dict[str, Any]:
    """The complete answer of a root field that has changed things."""
    run.expect(run.plan.columns)
    run.cost += selection.cost
    (field,) = selection.fields
    made: dict[str, Any] = {}
    run.put(made, field.key, field.at_hand, value, static_path(field))
    await _finish(run)
    return made


async def _finish(run: Run) -> None:
    while (level := _next_level(run)) or run.later:
        await _work_off(run, level)


def _next_level(run: Run) -> Level:
    level = []
    for field in run.plan.queued:
        entries = run.queues[field.index]
        if entries:
            level.append((field, entries))
            run.queues[field.index] = []
    return level


async def _work_off(run: Run, level: Level) -> None:
    for field, entries in level:
        if isinstance(field.kind, Ordinary):
            _resolve(run, field, entries)
    awaited, run.later = run.later, []
    batches = [(field, entries) for field, entries in level if not isinstance(field.kind, Ordinary)]
    if len(awaited) == 1 and not batches:
        await _settle_one(run, *awaited[0])
    elif awaited:
        await _together(run, awaited, batches)
    else:
        await _run_batches(run, batches)


def _resolve(run: Run, field: Field, entries: Sequence[Entry]) -> None:
    """Calls an ordinary resolver for each parent."""
    resolve = _resolver(field)
    for made, parent, path in entries:
        try:
            value = resolve(parent, run.info(field, path), **run.arguments(field))
        except Exception as error:
            made[field.key] = run.fail(field, error)
        else:
            run.put(made, field.key, field.complete, value, path)


def _resolver(field: Field) -> Any:
    return getattr(field.kind, "function", None) or field.definition.resolve or default_field_resolver


async def _settle_one(run: Run, container: Any, key: Any, resume: Any, awaitable: Any, path: Any) -> None:
    try:
        value = await awaitable
    except Exception as error:
        value = error
    run.put(container, key, resume, value, path)


async def _together(run: Run, awaited: list[Any], batches: Level) -> None:
    """Resolvers of a level run as tasks of their own, while its relations are read."""
    running = asyncio.gather(*(one[3] for one in awaited), return_exceptions=True)
    try:
        await _run_batches(run, batches)
        values = await running
    finally:
        running.cancel()
    for (container, key, resume, _, path), value in zip(awaited, values, strict=True):
        if isinstance(value, BaseException) and not isinstance(value, Exception):
            raise value
        run.put(container, key, resume, value, path)


async def _run_batches(run: Run, batches: Level) -> None:
    loads: defaultdict[Hashable, Level] = defaultdict(list)
    for field, entries in batches:
        if isinstance(field.kind, Loaded):
            loads[field.kind.batch].append((field, entries))
    for batch, asked in loads.items():
        await _load(run, batch, asked)
    for field, entries in batches:
        if isinstance(field.kind, Batched):
            await _call(run, field, entries)


async def _load(run: Run, batch: Hashable, asked: Level) -> None:
    """Reads what all fields of a level want of one batch, and gives each parent its part."""
    keyed = [(field, entries, _keys(run, field, entries)) for field, entries in asked]
    # A parent without a key has no value; one that cannot tell its key has failed.
    wanted = list(dict.fromkeys(key for _, _, keys in keyed for key in keys if not _is_answer(key)))
    try:
        values = await run.context.load_many(batch, wanted) if wanted else {}
    except Exception as error:
        values = dict.fromkeys(wanted, error)
    for field, entries, keys in keyed:
        _hand_out(run, field, entries, [key if _is_answer(key) else values[key] for key in keys])


def _is_answer(key: Any) -> bool:
    return key is None or isinstance(key, Exception)


def _keys(run: Run, field: Field, entries: Sequence[Entry]) -> list[Any]:
    key: Any = field.kind.key  # type: ignore[union-attr]  # only relations come here
    if field.has_arguments and isinstance(refused := _attempt(run, field, dict), Exception):
        return [refused] * len(entries)
    if callable(key):
        return [_attempt(run, field, key, parent, run.context) for _, parent, _ in entries]
    try:
        return [getattr(parent, key) for _, parent, _ in entries]
    except Exception:
        return [_attempt(run, None, getattr, parent, key) for _, parent, _ in entries]


def _attempt(run: Run, field: Field | None, function: Any, *given: Any) -> Any:
    """What a function says, or how it failed."""
    try:
        return function(*given, **(run.arguments(field) if field else {}))
    except Exception as error:
        return error


def _hand_out(run: Run, field: Field, entries: Sequence[Entry], values: Sequence[Any]) -> None:
    finish = getattr(field.kind, "finish", None)
    complete, key = field.at_hand, field.key
    if finish is None and field.shared is not None:
        _share(run, field, field.shared, entries, values)
        return
    for (made, parent, path), loaded in zip(entries, values, strict=True):
        is_finished = finish is None or isinstance(loaded, Exception)
        value = loaded if is_finished else _attempt(run, field, finish, loaded, parent, run.context)
        made[key] = complete(run, value, path)
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


async def _call(run: Run, field: Field, entries: Sequence[Entry]) -> None:
    """Calls a batch resolver once for all parents of a level."""
    info = run.info(field, static_path(field))
    try:
        function: Any = field.kind.function  # type: ignore[union-attr]  # only batch resolvers come here
        values = await function([parent for _, parent, _ in entries], info, **run.arguments(field))
    except Exception as error:
        values = [error] * len(entries)
    _hand_out(run, field, entries, values)


def static_path(field: Field) -> Path:
    """The path of a field in an answer, without list positions."""
    above = static_path(field.above) if field.above else None
    return Path(above, field.key, field.parent.name)
