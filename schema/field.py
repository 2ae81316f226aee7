"""How a field is declared: its resolver, its access rule, its description."""

from typing import Any

import strawberry

from domain.rule import OBJECT, Rule
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
) -> Any:
    """A field of an object type.

    Without a resolver it is the attribute of the same name on the row. `nullable` says that null is an
    ordinary value of the field, beside being the answer to a denial. `deprecated` carries a date.
    """
    return strawberry.field(
        resolver=resolver,
        name=name,
        description=f"{description}\n\n{rule.sentence()}",
        directives=access_directives(rule, nullable=nullable),
        metadata={RULE: rule},
        deprecation_reason=deprecated,
    )


def plain(description: str, resolver: Any = None, *, name: str | None = None) -> Any:
    """A field that is open to whoever may see the object that carries it."""
    return strawberry.field(resolver=resolver, name=name, description=description, metadata={RULE: OBJECT})
