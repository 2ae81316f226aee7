"""Access, explained: the factors of a right, and the smallest change that would give it."""

from functools import cache

import strawberry

import resolvers.explanation
from domain.denial import AccessChange, Factor
from resolvers.ways import Ways
from schema.cost import FREE, several
from schema.field import plain


@cache
def _ways(built: strawberry.Schema) -> Ways:
    # The contents page imports this module, and the schema is built from the contents page.
    from schema.build import core, rules

    inner = core(built)
    return Ways(inner, rules(inner))


access_explanation = resolvers.explanation.explaining(_ways)


@strawberry.type(description="One factor of a right.", directives=FREE)
class AccessCondition:
    factor: Factor = plain("Which part of the right it is.")
    holds: bool = plain("Whether it holds now.")
    message: str = plain("What it needs.")
    changed_by: str = plain("Who can change it.")


@strawberry.type(description="One change; every step of a smallest change is needed.", directives=FREE)
class AccessStep:
    factor: Factor = plain("The factor that it cures.")
    change: AccessChange = plain("What to do, in one word.")
    to: str | None = plain("The role, level, grant or scope to change to.")
    changed_by: str = plain("Who can do it.")


@strawberry.type(description="The least that has to change.", directives=FREE)
class SmallestChange:
    steps: list[AccessStep] = plain(
        "In the order in which they can be taken; empty when nothing has to change.", size=several(len(Factor))
    )


@strawberry.type(description="Why a colleague may or may not read a coordinate.")
class AccessExplanation:
    coordinate: str = plain("What was asked about.")
    is_allowed: bool = plain("Whether it can be read now.")
    message: str = plain("The answer in words.")
    factors: list[AccessCondition] = plain(
        "Every factor that counts here, in the order of the right.", size=several(len(Factor))
    )
    smallest_change: SmallestChange | None = plain("Null when no change would suffice.")
