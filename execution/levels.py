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
from execution.relations import Level, hand_out, load
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
    aside = [one for one in awaited if not one.in_turn]
    if len(aside) > 1 or (aside and (batches or len(awaited) > 1)):
        await _together(run, aside, [one for one in awaited if one.in_turn], batches)
    else:
        await _one_by_one(run, awaited)
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


async def _one_by_one(run: Run, awaited: Sequence[Waiting]) -> None:
    waiting = list(reversed(awaited))
    try:
        while waiting:
            await _settle_one(run, waiting.pop())
    finally:
        for one in waiting:
            one.drop()


async def _settle_one(run: Run, one: Waiting) -> None:
    try:
        value = await one.awaitable
    except Exception as error:
        value = error
    run.put(one.container, one.key, one.resume, value, one.path)


async def _together(run: Run, aside: list[Waiting], in_turn: list[Waiting], batches: Level) -> None:
    """Resolvers of a level run as tasks of their own, while its relations are read."""
    running = asyncio.gather(*(one.awaitable for one in aside), return_exceptions=True)
    try:
        await _one_by_one(run, in_turn)
        await _run_batches(run, batches)
        values = await running
    finally:
        running.cancel()
    for one, value in zip(aside, values, strict=True):
        if isinstance(value, BaseException) and not isinstance(value, Exception):
            raise value
        run.put(one.container, one.key, one.resume, value, one.path)


async def _run_batches(run: Run, batches: Level) -> None:
    loads: defaultdict[Hashable, Level] = defaultdict(list)
    for field, entries in batches:
        if isinstance(field.kind, Loaded):
            loads[field.kind.batch].append((field, entries))
    for batch, asked in loads.items():
        await load(run, batch, asked)
    for field, entries in batches:
        if isinstance(field.kind, Batched):
            await _call(run, field, entries)


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
