"""The rules at work: gates before fields, and what an operation needs before it may start."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import strawberry
from graphql import GraphQLSchema

from domain.access import ACCESS_FACTS, Viewer
from domain.denial import Denial, Factor
from domain.rule import Audience, Rule
from execution.fields import Kind
from execution.gates import Gate, Gates
from resolvers.context import Context
from schema.build import build_schema, core, rules
from schema.kinds import kinds

_ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscriptions"}
_BROKEN = Denial(Factor.RULE, "The rule could not be judged.", "the operator")


@cache
def served_schema() -> GraphQLSchema:
    """The schema whose operations are planned; its gates stand in the plans."""
    return core(served())


@cache
def field_kinds() -> Mapping[tuple[str, str], Kind]:
    """How the fields of the served schema are resolved."""
    return kinds(served())


@cache
def served() -> strawberry.Schema:
    """The schema as Strawberry built it."""
    return build_schema()


@cache
def gated_schema() -> GraphQLSchema:
    """The same schema with the gates in its resolvers, for graphql-core's own executor."""
    inner = core(build_schema())
    schema_gates().install(inner)
    return inner


@cache
def schema_gates() -> Gates:
    """A gate before every field that somebody may be denied."""
    closed = {place: _gate(rule) for place, rule in rules(served_schema()).items() if rule.may_deny}
    return Gates(closed, kind=viewer_kind, deny=_deny)


@dataclass(frozen=True, slots=True)
class AnyColleague:
    """Stands for the context of every viewer of one kind, where nothing runs yet."""

    viewer: Viewer


def viewer_kind(context: Context) -> Hashable:
    """All that `Rule.for_viewer` looks at."""
    viewer = context.viewer
    return viewer.kind, viewer.role, viewer.scopes


@cache
def _root_rules() -> dict[tuple[str, str], Rule]:
    return {place: rule for place, rule in rules(served_schema()).items() if place[0] in _ROOTS.values()}


def needs_token(operation: str, fields: Iterable[str]) -> bool:
    """Whether some root field of an operation is not for everybody; introspection is the profile's matter."""
    return any(rule.audience is not Audience.ANYONE for rule in _of(operation, fields))


def needs_firm(operation: str, fields: Iterable[str]) -> bool:
    """Whether an operation has to know for which firm it runs; only answering an invite does not."""
    found = list(_of(operation, fields))
    personal = {Audience.ANYONE, Audience.PERSON} if operation == "mutation" else {Audience.ANYONE}
    return any(rule.audience not in personal for rule in found)


def _of(operation: str, fields: Iterable[str]) -> Iterable[Rule]:
    known = _root_rules()
    return (known[_ROOTS[operation], name] for name in fields if not name.startswith("__"))


@cache
def _gate(rule: Rule) -> Gate:
    """One for all fields of a rule."""
    if rule.capability is None:
        return Gate(_viewer_gate(rule))
    return Gate(_viewer_gate(rule), _client_gate(rule), frozenset(ACCESS_FACTS))


def _viewer_gate(rule: Rule) -> Callable[[Context], Denial | None]:
    """A rule that fails to decide denies."""

    def decide(context: Context) -> Denial | None:
        try:
            denial = rule.for_viewer(context.viewer)
        except Exception:
            return _BROKEN
        return denial if denial is None or isinstance(denial, Denial) else _BROKEN

    return decide


def _client_gate(rule: Rule) -> Callable[[Any], Denial | None]:
    """Judged once for equal facts: few differ."""
    known: dict[Hashable, Denial | None] = {}

    def decide(client: Any) -> Denial | None:
        try:
            facts = (client.access_status, client.poa_granted, client.level, client.grants)
            if facts not in known:
                denial = rule.for_client(client)
                known[facts] = denial if denial is None or isinstance(denial, Denial) else _BROKEN
            return known[facts]
        except Exception:
            return _BROKEN

    return decide


def _deny(context: Context, coordinate: str, denial: Denial, path: list[str | int], count: int) -> None:
    context.denials.add(coordinate, denial, path, count)
