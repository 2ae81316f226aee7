"""The operations of a frontend: its files read, its fragments joined, everything validated."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    LoneAnonymousOperationRule,
    Node,
    NoUnusedFragmentsRule,
    OperationDefinitionNode,
    Source,
    UniqueFragmentNamesRule,
    UniqueOperationNamesRule,
    Visitor,
    get_location,
    parse,
    print_ast,
    specified_rules,
    validate,
    visit,
)

from execution.document import DocumentRefused, Documents, Prepared

SUFFIXES = (".graphql", ".gql")
_ONE_FILE = [UniqueOperationNamesRule, LoneAnonymousOperationRule, UniqueFragmentNamesRule]
_FRAGMENT = [rule for rule in specified_rules if rule is not NoUnusedFragmentsRule]


class BadInput(Exception):
    """Documents that cannot be checked; one line each, with file, line and column where there are any."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(dict.fromkeys(lines))


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation with the fragments that it needs; `place` is file:line:column.

    `cost` is what it may cost at the most while every variable has its default.
    """

    name: str
    place: str
    node: OperationDefinitionNode
    prepared: Prepared
    cost: int


def read(paths: Iterable[str]) -> list[Source]:
    """The files of paths (`-`: standard input; directories: all .graphql and .gql below); raises BadInput."""
    return [source for path in paths for source in _sources(path)]


def operations(schema: GraphQLSchema, documents: Documents, sources: Iterable[Source]) -> list[Operation]:
    """Every operation of the files, in their order; raises BadInput."""
    parsed = [_parsed(source) for source in sources]
    fragments = _fragments(parsed)
    wrong = [error for document in parsed for error in validate(schema, document, _ONE_FILE)]
    found = [node for document in parsed for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    whole = [DocumentNode(definitions=(node, *_needed(node, fragments))) for node in found]
    for document in whole:
        wrong += validate(schema, document)
    wrong += _unused(schema, whole, fragments)
    if wrong:
        raise BadInput([located(error) for error in wrong])
    if not found:
        raise BadInput(["There is no operation in what was given."])
    return [_operation(documents, node, document) for node, document in zip(found, whole, strict=True)]


def located(error: GraphQLError) -> str:
    """An error with the file, line and column at which it happened."""
    node = error.nodes[0] if error.nodes else None
    if node is not None:
        return f"{place_of(node)}: {error.message}"
    if error.source is not None and error.locations:
        where = error.locations[0]
        return f"{error.source.name}:{where.line}:{where.column}: {error.message}"
    return error.message


def place_of(node: Node) -> str:
    """file:line:column of a node."""
    if node.loc is None:
        return "?"
    where = get_location(node.loc.source, node.loc.start)
    return f"{node.loc.source.name}:{where.line}:{where.column}"


def _sources(path: str) -> Iterator[Source]:
    if path == "-":
        yield Source(sys.stdin.read(), "standard input")
        return
    try:
        files = _below(Path(path)) if Path(path).is_dir() else [Path(path)]
        for file in files:
            yield Source(file.read_text("utf-8"), str(file))
    except UnicodeDecodeError:
        raise BadInput([f"{file}: not a text in UTF-8"]) from None
    except OSError as error:
        raise BadInput([f"{error.filename}: {error.strerror}"]) from None


def _below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix in SUFFIXES and file.is_file())


def _parsed(source: Source) -> DocumentNode:
    try:
        return parse(source)
    except GraphQLSyntaxError as error:
        raise BadInput([located(error)]) from None
    except RecursionError:
        raise BadInput([f"{source.name}: nested too deeply"]) from None


def _fragments(parsed: Iterable[DocumentNode]) -> dict[str, FragmentDefinitionNode]:
    found: dict[str, FragmentDefinitionNode] = {}
    for document in parsed:
        for node in document.definitions:
            if isinstance(node, FragmentDefinitionNode):
                first = found.setdefault(node.name.value, node)
                if first is not node and first.loc and node.loc and first.loc.source is not node.loc.source:
                    message = f"fragment {node.name.value} is also at {place_of(first)}"
                    raise BadInput([f"{place_of(node)}: {message}"])
    return found


def _needed(node: Node, fragments: Mapping[str, FragmentDefinitionNode]) -> list[FragmentDefinitionNode]:
    names: dict[str, None] = {}
    todo = [node]
    while todo:
        for name in _spreads(todo.pop()):
            if name in fragments and name not in names:
                names[name] = None
                todo.append(fragments[name])
    return [fragments[name] for name in names]


def _spreads(node: Node) -> list[str]:
    found: list[str] = []

    class Spreads(Visitor):
        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
            found.append(node.name.value)

    visit(node, Spreads())
    return found


def _unused(
    schema: GraphQLSchema, whole: Iterable[DocumentNode], fragments: Mapping[str, FragmentDefinitionNode]
) -> Iterator[GraphQLError]:
    """What is wrong with fragments that no operation needs: a set of files may hold some."""
    used = {id(node) for document in whole for node in document.definitions}
    for node in fragments.values():
        if id(node) not in used:
            yield from validate(schema, DocumentNode(definitions=(node, *_needed(node, fragments))), _FRAGMENT)


def _operation(documents: Documents, node: OperationDefinitionNode, document: DocumentNode) -> Operation:
    try:
        prepared = documents.prepare(print_ast(document))
        price = prepared.price(prepared.operation(None), None)
    except DocumentRefused as refused:
        raise BadInput([f"{place_of(node)}: {error.message}" for error in refused.errors]) from None
    return Operation(node.name.value if node.name else "(unnamed)", place_of(node), node, prepared, price.estimated)
