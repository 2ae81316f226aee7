"""Faults planted into copies of our executor's modules: each has to be found by generated cases."""

import importlib
import shutil
import sys
from pathlib import Path
from typing import Any

import execution
from tests.execution.differential.mutants import Fault

SOURCES = Path(execution.__file__).parent

FAULTS = (
    Fault("what steers @skip and @include is no part of a plan's key", "executor", "key = (steering, ", "key = ((), "),
    Fault(
        "only the first of merged fields counts",
        "plan",
        "self.operation, type_, details\n",
        "self.operation, type_, details[:1]\n",
    ),
    Fault(
        "keys stand in another order",
        "plan",
        "in grouped.items():\n            definition",
        "in sorted(grouped.items()):\n            definition",
    ),
    Fault(
        "mutations run in parallel",
        "plan",
        "for key, details in grouped.items()] if serially",
        "for key, details in grouped.items()] if False",
    ),
    Fault(
        "a failed non-null stops one level short",
        "settling",
        "            if isinstance(type_, GraphQLNonNull):\n",
        "            if isinstance(type_, GraphQLNonNull) and len(place) < 3:\n",
    ),
    Fault(
        "errors inside lists are not looked for",
        "settling",
        "            return self._items(asked, inner, value, place)\n",
        "            return value\n",
    ),
    Fault(
        "list positions count from one",
        "settling",
        "for at, each in enumerate(values)]",
        "for at, each in enumerate(values, 1)]",
    ),
    Fault(
        "errors are located at the first node only",
        "settling",
        "located_error(value.error, asked.nodes, place)",
        "located_error(value.error, asked.nodes[:1], place)",
    ),
    Fault(
        "errors lose their extensions",
        "settling",
        "located_error(value.error,",
        "located_error(Exception(str(value.error)),",
    ),
    Fault(
        "errors are told twice",
        "settling",
        "            self._settled.errors.append(nulled.error)\n",
        "            self._settled.errors += [nulled.error] * 2\n",
    ),
    Fault("types of abstract values are forgotten", "running", "        self.types[id(made)] = selection\n", ""),
    Fault(
        "an argument's failure is forgotten",
        "running",
        "        if isinstance(known, Exception):\n            raise known\n",
        "        if isinstance(known, Exception):\n            return {}\n",
    ),
    Fault("awaitables are bound to the innermost container", "running", "fields is None or one[0] in fields]", "True]"),
    Fault(
        "awaitables of a resolver are not awaited",
        "awaiting",
        "            if isawaitable(value):\n",
        "            if False:\n",
    ),
    Fault(
        "what was awaited is awaited again",
        "awaiting",
        "run.odd.append((field, complete, value, path))",
        "run.odd.append((field, wait_or_complete, value, path))",
    ),
    Fault(
        "a failed type test passes",
        "awaiting",
        "        if isinstance(value, Exception):\n            raise value\n        return then",
        "        return then",
    ),
    Fault(
        "returned exceptions are values",
        "completing",
        "    if isinstance(value, Exception):\n        raise value\n    return value is None",
        "    return value is None",
    ),
    Fault(
        "null is a value where it may not be",
        "completing",
        "        if completed is None:\n            raise",
        "        if False:\n            raise",
    ),
    Fault(
        "a scalar may be null", "completing", "if coerced is Undefined or coerced is None:", "if coerced is Undefined:"
    ),
    Fault(
        "strings are lists of letters", "completing", "if not is_iterable(value):", "if not hasattr(value, '__iter__'):"
    ),
    Fault("is_type_of is not asked", "completing", "    if is_type_of is None:\n", "    if True:\n"),
    Fault("is_type_of's answer is ignored", "completing", "        if not fits:\n", "        if False:\n"),
    Fault(
        "resolve_type is ignored",
        "completing",
        "resolve = type_.resolve_type or default_type_resolver",
        "resolve = default_type_resolver",
    ),
    Fault(
        "enums answer their values",
        "leaves",
        "    if not isinstance(type_, GraphQLEnumType):\n",
        "    if isinstance(type_, GraphQLEnumType):\n        return lambda value: value\n    if True:\n",
    ),
    Fault(
        "subclasses of leaves are plain",
        "leaves",
        '"String": "{0}.__class__ is str"',
        '"String": "isinstance({0}, object)"',
    ),
    Fault(
        "columns are taken without their failures",
        "writer",
        'self._body("return slow(run, s, p)")',
        'self._body("return {}")',
    ),
    Fault(
        "of a list only what fails nowhere is there",
        "writer",
        "made.append(slow(run, s, None)); continue",
        "continue",
    ),
    Fault(
        "arguments of columns are not coerced",
        "taking",
        "        if field.has_arguments and not isinstance(kind, QUEUED):\n",
        "        if False:\n",
    ),
    Fault(
        "awaitables of objects within others are never awaited",
        "writer",
        "            _bind(run, below, made[field.key])\n",
        "            pass\n",
    ),
    Fault(
        "what objects within others wait for is never loaded",
        "writer",
        'self._effects(below, of, f"{made}[{field.key!r}]")',
        "()",
    ),
    Fault("an unknown class is taken for a known one", "shortcuts", "known.issuperset(map(type, value))", "True"),
    Fault(
        "keys are not told apart",
        "relations",
        "list(map(values.__getitem__, keys))",
        "[next(iter(values.values()))] * len(keys)",
    ),
    Fault(
        "a relation is never finished",
        "relations",
        "    if finish is not None:\n",
        "    if False:\n",
    ),
    Fault(
        "arguments are kept for other variables",
        "keeping",
        "return tuple([(value.__class__, value) for value in given])",
        "return ()",
    ),
    Fault(
        "what is read in turn is not waited for",
        "levels",
        "return [await _result(work) for work in works]",
        "return [None for work in works]",
    ),
    Fault(
        "what is read together is handed out to others",
        "levels",
        "values[len(awaited) :], strict=True",
        "values[: len(wanting)], strict=True",
    ),
    Fault(
        "lists of a level are mixed up",
        "relations",
        "made[key] = rows(run, value)",
        "made[key] = rows(run, values[0])",
    ),
    Fault(
        "batch resolvers meet their parents in another order",
        "levels",
        "[parent for _, parent, _ in entries], info",
        "[parent for _, parent, _ in entries][::-1], info",
    ),
)


def executor_with(fault: Fault, folder: Path) -> Any:
    """Our executor class with the fault inside; kinds of fields stay the same."""
    name = f"execution_{abs(hash(fault)):x}"
    shutil.copytree(SOURCES, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (folder / name).glob("*.py"):
        source = path.read_text()
        if path.stem == fault.module:
            assert source.count(fault.old) == 1, f"{fault.what}: plant it anew, {fault.module} has changed"
            source = source.replace(fault.old, fault.new)
        source = source.replace("from execution.", f"from {name}.")
        path.write_text(source.replace(f"from {name}.fields", "from execution.fields"))
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(f"{name}.executor").Executor
    finally:
        sys.path.remove(str(folder))
