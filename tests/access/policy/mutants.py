"""Every small mistake that could be made in the policy: its source, wrong in one place at a time."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import EnumMeta
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

_FLIPPED: dict[type[ast.AST], Any] = {
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
}
# What stands for somebody else, or for others, by a name of its own.
_SWAPPED = {
    "ADMINS": "EVERY_ROLE",
    "EVERY_ROLE": "ADMINS",
    "WORKERS": "ADMINS",
    "YOU": "ADMIN",
    "ADMIN": "CLIENT",
    "CLIENT": "OPERATOR",
    "OPERATOR": "YOU",
    "OWNER": "ADMIN",
    "_LIMITED": "frozenset()",
    "READING_CAPABILITIES": "frozenset(Capability)",
}
# Types decide nothing, and decorators only how values are kept.
_NO_POLICY = ("annotation", "returns", "decorator_list", "bases")
_NAMED = (ast.FunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: where it is, what stood there, what stands there now, and the module that has it."""

    place: str
    before: str
    after: str
    code: CodeType

    @property
    def name(self) -> str:
        """For whoever has to find it; without lines, which move."""
        return f"{self.place}: {self.before} -> {self.after}"


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in the tree that can be filled anew."""

    owner: ast.AST
    field: str
    index: int | None

    def fill(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.owner, self.field, node)
        else:
            getattr(self.owner, self.field)[self.index] = node


def mutants(module: ModuleType) -> Iterator[Mutant]:
    """Every mutant of a module, one after the other."""
    path = Path(str(module.__file__))
    tree = ast.parse(path.read_text())
    for place, slot, node in list(_slots(tree, module.__name__.rpartition(".")[2])):
        for new in _alternatives(slot, node, module):
            slot.fill(ast.fix_missing_locations(ast.copy_location(new, node)))
            yield Mutant(place, ast.unparse(node), ast.unparse(new), compile(tree, path.name, "exec"))
            slot.fill(node)


def _slots(owner: ast.AST, place: str) -> Iterator[tuple[str, _Slot, ast.AST]]:
    for field, value in ast.iter_fields(owner):
        if field in _NO_POLICY:
            continue
        for index, node in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(node, ast.expr | ast.stmt):
                yield place, _Slot(owner, field, index), node
            if isinstance(node, ast.AST):
                yield from _slots(node, f"{place}.{node.name}" if isinstance(node, _NAMED) else place)


def _alternatives(slot: _Slot, node: ast.AST, module: ModuleType) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left, [op], others) if type(op) in _FLIPPED:
            yield ast.Compare(left, [_FLIPPED[type(op)]()], others)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(_FLIPPED[type(op)](), values)
            for index in range(len(values)):
                rest = values[:index] + values[index + 1 :]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.BinOp(left, op, right) if type(op) in _FLIPPED:
            yield ast.BinOp(left, _FLIPPED[type(op)](), right)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.Set(members) | ast.Tuple(members, ast.Load()):
            yield from (_kept(node, members[:index] + members[index + 1 :]) for index in range(len(members)))
        case ast.Dict(keys, values):
            for index in range(len(keys)):
                yield ast.Dict(keys[:index] + keys[index + 1 :], values[:index] + values[index + 1 :])
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield ast.Constant(value + 1)
        case ast.Attribute(ast.Name(owner), member) if isinstance(enum := getattr(module, owner, None), EnumMeta):
            yield from _neighbour(node, enum, member)
        case ast.Name(name, ast.Load()) if name in _SWAPPED:
            yield ast.parse(_SWAPPED[name], mode="eval").body
        case ast.Call(ast.Name("reversed"), [argument]):
            yield argument
        case ast.Return(ast.expr() as value) if ast.unparse(value) != "None":
            yield ast.Return(ast.Constant(None))
        case ast.If() | ast.Raise() | ast.Expr(ast.Call() | ast.Yield()):
            yield ast.Pass()
    if slot.field in ("test", "ifs") and not isinstance(node, ast.UnaryOp):
        yield ast.UnaryOp(ast.Not(), node)  # type: ignore[arg-type]


def _kept(node: ast.AST, members: list[ast.expr]) -> ast.expr:
    if isinstance(node, ast.Tuple):
        return ast.Tuple(members, ast.Load())
    return ast.Set(members) if members else ast.parse("set()", mode="eval").body


def _neighbour(node: ast.Attribute, enum: EnumMeta, member: str) -> Iterator[ast.AST]:
    names = list(enum.__members__)
    if member in names:
        after = names[(names.index(member) + 1) % len(names)]
        yield ast.Attribute(node.value, after, node.ctx)


def loaded(name: str, code: CodeType) -> ModuleType:
    """A module made of code, known by its name until another one is; whoever calls puts the right one back."""
    module = ModuleType(name)
    sys.modules[name] = module
    exec(code, module.__dict__)
    return module
