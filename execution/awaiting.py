"""Positions of an answer whose value is still awaited."""

from inspect import isawaitable
from types import GeneratorType
from typing import Any

from execution.outcomes import PENDING
from execution.plan import Complete, Field


def awaiting(field: Field, complete: Complete) -> Complete:
    """The same for what may be awaitable; what was awaited is taken as it is."""
    # Classes whose values are there already; of generators each has to be asked.
    plain: set[type] = set()

    def wait_or_complete(run: Any, value: Any, path: Any) -> Any:
        if value.__class__ not in plain:
            if isawaitable(value):
                run.odd.append((field, complete, value, path))
                return PENDING
            if value.__class__ is not GeneratorType:
                plain.add(value.__class__)
        return complete(run, value, path)

    return wait_or_complete


def safely(field: Field, complete: Complete) -> Complete:
    """The same, with a mark for a failure."""

    def safe(run: Any, value: Any, path: Any) -> Any:
        try:
            return complete(run, value, path)
        except Exception as error:
            return run.fail(field, error)

    return safe


def wait(run: Any, field: Field, awaitable: Any, path: Any, then: Complete) -> Any:
    """Leaves a position open until something is there; `then` completes it and may raise."""

    def resume(run: Any, value: Any, path: Any) -> Any:
        if isinstance(value, Exception):
            raise value
        return then(run, value, path)

    run.odd.append((field, safely(field, resume), awaitable, path))
    return PENDING
