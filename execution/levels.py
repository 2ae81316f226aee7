"""A plan is run level by level: one call for each relation of a level, whatever the number of parents."""

import asyncio
from collections import defaultdict
from collections.abc import Hashable, Sequence
from inspect import isawaitable
from types import CoroutineType
from typing import Any

from graphql import default_field_resolver
from graphql.pyutils import Path

from execution.fields import Batched, Loaded
from execution.plan import Field, Selection
from execution.relations import Level, Load, hand_out
from execution.running import Entry, Run, Waiting


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
    """All that relations wait for; before, ordinary resolvers are called, also those of objects that others make."""
    while resolving := run.waiting(run.plan.resolved):
        for field, entries in resolving:
            _resolve(run, field, entries)
    return run.waiting(run.plan.related)


async def _work_off(run: Run, batches: Level) -> None:
    awaited, run.later = run.later, []
    aside = [one for one in awaited if not one.in_turn]
    if len(aside) > 1 or (aside and (batches or len(awaited) > 1)):
        await _aside(run, aside, [one for one in awaited if one.in_turn], batches)
    else:
        await _read(run, awaited, batches)


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


async def _aside(run: Run, aside: list[Waiting], in_turn: list[Waiting], batches: Level) -> None:
    """Resolvers of a level run as tasks of their own, while its relations are read."""
    running = asyncio.gather(*(one.awaitable for one in aside), return_exceptions=True)
    try:
        await _read(run, in_turn, batches)
        values = await running
    finally:
        running.cancel()
    for one, value in zip(aside, values, strict=True):
        if isinstance(value, BaseException) and not isinstance(value, Exception):
            raise value
        run.put(one.container, one.key, one.resume, value, one.path)


async def _read(run: Run, awaited: Sequence[Waiting], batches: Level) -> None:
    """What awaits nothing but reads, side by side."""
    loads = _loads(run, batches)
    wanting = [load for load in loads if load.wanted]
    works = [_work(one.awaitable) for one in awaited]
    values = await _together(run, [*works, *(run.context.load_many(load.batch, load.wanted) for load in wanting)])
    for one, value in zip(awaited, values, strict=False):
        run.put(one.container, one.key, one.resume, value, one.path)
    loaded = dict(zip(wanting, values[len(awaited) :], strict=True))
    for load in loads:
        load.hand_out(loaded.get(load, {}))
    for field, entries in batches:
        if isinstance(field.kind, Batched):
            await _call(run, field, entries)


def _loads(run: Run, batches: Level) -> list[Load]:
    loads: defaultdict[Hashable, Level] = defaultdict(list)
    for field, entries in batches:
        if isinstance(field.kind, Loaded):
            loads[field.kind.batch].append((field, entries))
    return [Load(run, batch, asked) for batch, asked in loads.items()]


def _work(awaitable: Any) -> Any:
    return awaitable if awaitable.__class__ is CoroutineType else _awaited(awaitable)


async def _awaited(awaitable: Any) -> Any:
    return await awaitable


async def _together(run: Run, works: list[Any]) -> list[Any]:
    """What coroutines give, or how each failed: together if the context knows how, else one after another."""
    together = getattr(run.context, "together", None)
    if together is not None and len(works) > 1:
        found: list[Any] = await together(works)
        return found
    try:
        return [await _result(work) for work in works]
    finally:
        for work in works:
            # Nothing happens to those that have ended.
            work.close()


async def _result(work: Any) -> Any:
    try:
        return await work
    except Exception as error:
        return error


async def _call(run: Run, field: Field, entries: Sequence[Entry]) -> None:
    """Calls a batch resolver once for all parents of a level."""
    info = run.info(field, static_path(field))
    try:
        function: Any = field.kind.function  # type: ignore[union-attr]  # only batch resolvers come here
        values = await function([parent for _, parent, _ in entries], info, **run.arguments(field))
    except Exception as error:
        values = [error] * len(entries)
    hand_out(run, field, entries, values)


def static_path(field: Field) -> Path:
    """The path of a field in an answer, without list positions."""
    above = static_path(field.above) if field.above else None
    return Path(above, field.key, field.parent.name)
