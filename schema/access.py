"""The rules at work: gates before resolvers, and what an operation needs before it may start."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from graphql import GraphQLSchema

from domain.denial import Denial, Factor
from domain.rule import Audience, Rule
from execution import gates
from resolvers.context import Context
from schema.build import build_schema, core, rules

_ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}
_BROKEN = Denial(Factor.RULE, "The rule could not be judged.", "the operator")


@cache
def gated_schema() -> GraphQLSchema:
    """The schema with a gate before every field that somebody may be denied."""
    inner = core(build_schema())
    closed = {place: _gate(rule) for place, rule in rules(inner).items() if rule.may_deny}
    gates.install(inner, closed, _deny)
    return inner


@cache
def _root_rules() -> dict[tuple[str, str], Rule]:
    return {place: rule for place, rule in rules(gated_schema()).items() if place[0] in _ROOTS.values()}


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


def _gate(rule: Rule) -> Callable[[Context, Any], Denial | None]:
    """A rule that fails to decide denies."""

    def decide(context: Context, source: Any) -> Denial | None:
        try:
            denial = rule.for_viewer(context.viewer) or rule.for_client(source)
        except Exception:
            return _BROKEN
        return denial if denial is None or isinstance(denial, Denial) else _BROKEN

    return decide


def _deny(context: Context, coordinate: str, denial: Denial, path: list[str | int]) -> None:
    context.denials.add(coordinate, denial, path)
