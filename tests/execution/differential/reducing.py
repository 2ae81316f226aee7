"""Makes a case that differs as small as it can be, and prints it to be pasted."""

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from graphql import (
    REMOVE,
    DocumentNode,
    FieldDefinitionNode,
    GraphQLError,
    Node,
    OperationDefinitionNode,
    Visitor,
    build_schema,
    parse,
    print_ast,
    separate_operations,
    validate,
    validate_schema,
    visit,
)

from tests.execution.differential.behaviour import exists
from tests.execution.differential.case import Case, built

SECONDS = 60.0
OF_DOCUMENTS = (
    "field",
    "inline_fragment",
    "fragment_spread",
    "directive",
    "argument",
    "variable_definition",
    "object_field",
)
OF_SCHEMAS = ("object_type_definition", "interface_type_definition", "union_type_definition", "field_definition")
OF_SCHEMAS += ("input_object_type_definition", "directive_definition", "input_value_definition", "named_type")
PLAINEST = {"O": "named", "I": "by name", "U": "by name"}

# What is wrong with a case; None: nothing.
Check = Callable[[Case], Awaitable[str | None]]
Step = Callable[[Case], Iterator[Case]]


async def reduced(case: Case, check: Check) -> Case:
    """The smallest case found that still differs."""
    deadline = time.monotonic() + SECONDS
    kind, before = _kind(await check(case)), None
    while before != case and time.monotonic() < deadline:
        before = case
        for step in (_fewer_runs, _all_at_once, _smaller_documents, _calmer, _smaller_schemas):
            case = await _stepped(case, check, step, kind, deadline)
    return case


async def _stepped(case: Case, check: Check, step: Step, kind: str | None, deadline: float) -> Case:
    """Takes every step of a kind that leaves a difference."""
    number = 0
    while time.monotonic() < deadline and number < len(smaller := list(step(case))):
        if _is_fit(smaller[number]) and _kind(await check(smaller[number])) == kind:
            case = smaller[number]
        else:
            number += 1
    return case


def _kind(found: str | None) -> str | None:
    """What sort of difference it is: another sort is another fault."""
    return found and found.partition("\n")[0].partition(" ")[0]


def pasteable(case: Case, found: str) -> str:
    """A test of one case."""
    operation = case.operation
    return f'''{found}

SDL = """
{case.sdl.strip()}
"""
DOCUMENT = """
{operation.document.strip()}
"""
operation = Operation(DOCUMENT, {operation.name!r}, {operation.runs!r})
forms = {case.forms!r}
wild = { ({name: value for name, value in case.wild.items() if value})!r}
case = Case(SDL, operation, forms, wild, seed={case.seed!r}, breadth={case.breadth}, root={case.root!r})
assert await compare(case) is None'''


def _is_fit(case: Case) -> bool:
    if "{}" in case.operation.document:
        return False
    try:
        schema = build_schema(case.sdl)
        return not (validate_schema(schema) or validate(schema, parse(case.operation.document)))
    except (GraphQLError, TypeError, KeyError):
        return False


def _fewer_runs(case: Case) -> Iterator[Case]:
    operation = case.operation
    if len(operation.runs) > 1:
        for run in operation.runs:
            yield replace(case, operation=replace(operation, runs=[run]))
    if operation.name and len(alone := _alone(operation.document, operation.name)) < len(operation.document):
        yield replace(case, operation=replace(operation, document=alone))


def _all_at_once(case: Case) -> Iterator[Case]:
    """The great steps: every field plain, no troubles, no fields that the operation does not name."""
    if any(case.wild.values()):
        yield replace(case, wild=dict.fromkeys(case.wild, 0.0))
    if case.forms != (plain := {name: _plain(name, form) for name, form in case.forms.items()}):
        yield replace(case, forms=plain)
    if len(unnamed := _without_unnamed(case.sdl, case.operation.document)) < len(case.sdl):
        yield replace(case, sdl=unnamed)
    known = built(case.sdl)
    stale = {name for name in case.forms if not exists(known, *name.partition(".")[::2])}
    if stale:
        forms = {name: form for name, form in case.forms.items() if name not in stale}
        yield replace(case, forms=forms, wild={name: case.wild[name] for name in case.wild if name not in stale})


def _smaller_documents(case: Case) -> Iterator[Case]:
    for document in _without_one(case.operation.document, OF_DOCUMENTS):
        yield replace(case, operation=replace(case.operation, document=document))


def _smaller_schemas(case: Case) -> Iterator[Case]:
    for sdl in _without_one(case.sdl, OF_SCHEMAS):
        yield replace(case, sdl=sdl)


def _calmer(case: Case) -> Iterator[Case]:
    """Fewer values, and fields that come to them in plainer ways."""
    for breadth in range(1, case.breadth):
        yield replace(case, breadth=breadth)
    for name, chance in case.wild.items():
        if chance:
            yield replace(case, wild={**case.wild, name: 0.0})
    for name, form in case.forms.items():
        if form != _plain(name, form):
            yield replace(case, forms={**case.forms, name: _plain(name, form)})


def _plain(name: str, form: str) -> str:
    return "sync" if "." in name else PLAINEST.get(name[0], form)


def _alone(document: str, name: str) -> str:
    return print_ast(separate_operations(parse(document))[name])


def _without_unnamed(sdl: str, document: str) -> str:
    def is_unnamed(node: Node) -> bool:
        return isinstance(node, FieldDefinitionNode) and node.name.value not in document

    return print_ast(visit(parse(sdl), _Removing(is_unnamed)))


def _without_one(text: str, kinds: tuple[str, ...]) -> Iterator[str]:
    """The text without one of its parts, for each of them."""
    document = parse(text)
    nodes: list[Node] = []
    visit(document, _Removing(lambda node: node.kind in kinds and nodes.append(node)))
    for gone in nodes:
        with suppress(TypeError, KeyError, AttributeError, GraphQLError):
            yield _tidy(visit(document, _Removing(lambda node, gone=gone: node is gone)))


class _Removing(Visitor):
    """Removes the nodes that are chosen."""

    def __init__(self, chosen: Callable[[Node], Any]) -> None:
        super().__init__()
        self._chosen = chosen

    def enter(self, node: Node, *_: Any) -> Any:
        return REMOVE if self._chosen(node) else None


def _tidy(document: DocumentNode) -> str:
    """Text without the fragments that nothing uses any more."""
    if isinstance(document.definitions[0], OperationDefinitionNode):
        return "\n\n".join(print_ast(each) for each in separate_operations(document).values())
    return print_ast(document)
