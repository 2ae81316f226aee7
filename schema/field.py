"""How a field is declared: its resolver, its access rule, its description."""

from collections.abc import Mapping
from typing import Any

import strawberry

from domain.rule import OBJECT, Rule
from schema.arguments import described
from schema.cost import CHANGE, ListSize, cost_directives
from schema.directives import access_directives

RULE = "rule"


def field(
    description: str,
    resolver: Any = None,
    *,
    rule: Rule,
    nullable: bool = False,
    name: str | None = None,
    deprecated: str | None = None,
    cost: int = 0,
    size: ListSize | None = None,
    arguments: Mapping[str, str] | None = None,
) -> Any:
    """A field of an object type.

    Without a resolver it is the attribute of the same name on the row. `nullable` says that null is an
    ordinary value of the field, beside being the answer to a denial. `deprecated` carries a date.
    `cost` comes on top of the objects' own; `size` says how long a list may be. `arguments` says what those mean
    that mean something else here than everywhere (`schema/arguments.py`).
    """
    declared = strawberry.field(
        resolver=resolver,
        name=name,
        description=f"{description}\n\n{rule.sentence()}",
        directives=[*access_directives(rule, nullable=nullable), *cost_directives(cost, size)],
        metadata={RULE: rule},
        deprecation_reason=deprecated,
    )
    return described(declared, arguments)


def plain(
    description: str,
    resolver: Any = None,
    *,
    name: str | None = None,
    cost: int = 0,
    size: ListSize | None = None,
    arguments: Mapping[str, str] | None = None,
) -> Any:
    """A field that is open to whoever may see the object that carries it; the rest as for `field`."""
    declared = strawberry.field(
        resolver=resolver,
        name=name,
        description=description,
        directives=cost_directives(cost, size),
        metadata={RULE: OBJECT},
    )
    return described(declared, arguments)


def change(description: str, resolver: Any, *, rule: Rule, size: ListSize | None = None) -> Any:
    """A mutation; `size` is that of the results of one that takes many rows."""
    return field(description, resolver, rule=rule, cost=CHANGE, size=size)
