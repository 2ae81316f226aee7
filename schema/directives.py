"""The schema directives that print a field's access rule; nothing is enforced by them."""

from enum import Enum

import strawberry
from strawberry.schema_directive import Location

from domain.rule import Audience, Rule
from domain.vocabulary import EVERY_ROLE, AccessLevel, Grant, Role


@strawberry.enum(name="Audience", description="Who may come near a field at all.")
class AudienceName(Enum):
    ANYONE = strawberry.enum_value("ANYONE", description="Anyone, without a token.")
    PERSON = strawberry.enum_value("PERSON", description="Any signed-in person or integration.")
    MEMBER = strawberry.enum_value("MEMBER", description="Active colleagues, and integrations with the scope.")
    OPERATOR = strawberry.enum_value("OPERATOR", description="Operators of the platform with the scope.")


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="access",
    description="Who may use the field; a field without it is open to whoever may see its object.",
)
class Access:
    audience: AudienceName = strawberry.directive_field(name="audience")
    role: list[Role] | None = strawberry.directive_field(name="role", default=strawberry.UNSET)
    level: AccessLevel | None = strawberry.directive_field(name="level", default=strawberry.UNSET)
    grant: Grant | None = strawberry.directive_field(name="grant", default=strawberry.UNSET)
    scope: str | None = strawberry.directive_field(name="scope", default=strawberry.UNSET)


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="semanticNonNull",
    description="Null only together with an error, for example a denial.",
)
class SemanticNonNull:
    pass


def access_directives(rule: Rule, *, nullable: bool) -> list[object]:
    """What the SDL shows of a rule."""
    if rule.audience is Audience.OBJECT:
        return []
    shown: list[object] = [
        Access(
            audience=AudienceName(rule.audience.value),
            role=_roles(rule) or strawberry.UNSET,
            level=rule.level or strawberry.UNSET,
            grant=rule.grant or strawberry.UNSET,
            scope=rule.scope.value if rule.scope else strawberry.UNSET,
        )
    ]
    return shown if nullable or not rule.may_deny else [*shown, SemanticNonNull()]


def _roles(rule: Rule) -> list[Role]:
    """The roles that a rule names; none where it asks for no role, or is for nobody who has one."""
    return [role for role in Role if role in rule.roles] if rule.roles != EVERY_ROLE else []
