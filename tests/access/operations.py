"""Generated operations over the product's own schema: aliases, fragments of both kinds, directives, filters, orders."""

import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type

from tests.access.ways import arguments

MOST_FIELDS = 26
MOST_DEPTH = 9
VARIABLES = {
    "yes": "Boolean!",
    "no": "Boolean!",
    "filter": "ClientFilter",
    "by": "ClientOrderField!",
    "whose": "ColleagueOrderField!",
}
OPTIONS = {
    "filter": (
        '{search: "Bageri"}',
        "{attention: [CRITICAL]}",
        "{isUnassigned: false}",
        "{level: [LIMITED], signal: null}",
        "$filter",
    ),
    "orderBy": ("{field: NAME}", "{field: BALANCE, direction: DESC}", "{field: $by}"),
}
# Lists that are asked by a filter of their own.
FILTERS = {
    "auditEvents": ('{action: ["client_invite.sent"]}', '{objectKind: ["INVITE"], since: "2020-01-01T00:00:00Z"}'),
    "webhookDeliveries": ("{status: [QUEUED, GIVEN_UP]}", "{}"),
    "courses": ('{search: "first"}', '{country: "DK", language: ["en"]}', "{level: [BEGINNER], topic: [ONBOARDING]}"),
    "resources": ('{search: "month"}', "{kind: [GUIDE]}"),
    "enrolments": ("{status: [COMPLETED]}",),
    "certificates": ("{status: [VALID]}", '{expiresBefore: "2030-01-01T00:00:00Z"}'),
}
# Lists that have orders of their own.
ORDERS = {"colleagues": ("{field: ROLE}", "{field: LAST_SEEN_AT, direction: DESC}", "{field: $whose}")}
STEERED = ("@include(if: $yes)", "@include(if: $no)", "@skip(if: $no)")
DIRECTIVES = (*STEERED, "@skip(if: true)", "@skip(if: false)", "@include(if: true)", "@include(if: false)")
IDS = (
    "Partner",
    "Client",
    "Team",
    "Colleague",
    "Assignment",
    "Invoice",
    "ClientInvite",
    "InboundInvite",
    "Integration",
    "Referral",
    "Webhook",
    "Course",
    "Resource",
    "Enrolment",
    "Certificate",
)


def operation(dice: Random, schema: GraphQLSchema, ids: dict[str, str]) -> str:
    """A valid query or (one in eight) mutation; it declares those of `VARIABLES` that it uses."""
    root = "Mutation" if dice.random() < 0.125 else "Query"
    writer = _Writer(dice, schema, ids)
    text = f"{{ {writer.selections(root, MOST_DEPTH)} }} {' '.join(writer.fragments)}"
    used = ", ".join(f"${name}: {kind}" for name, kind in VARIABLES.items() if re.search(rf"\${name}\b", text))
    return f"{root.lower()} Some{f'({used})' if used else ''} {text}"


@dataclass
class _Writer:
    dice: Random
    schema: GraphQLSchema
    ids: dict[str, str]
    fields: int = 0
    fragments: list[str] = field(default_factory=list)

    def selections(self, type_name: str, depth: int) -> str:
        kind: Any = self.schema.type_map[type_name]
        written = [self._field(type_name, depth) for _ in range(self.dice.choice((1, 2, 2, 3)))]
        if isinstance(kind, GraphQLInterfaceType) and depth:
            concrete = self.dice.choice(sorted(possible.name for possible in self.schema.get_possible_types(kind)))
            written.append(f"... on {concrete} {{ {self._field(concrete, depth - 1)} }}")
        return " ".join(written)

    def _field(self, type_name: str, depth: int) -> str:
        kind: Any = self.schema.type_map[type_name]
        leaves = [name for name, defined in kind.fields.items() if is_leaf_type(get_named_type(defined.type))]
        inner = [name for name in kind.fields if name not in leaves] if depth and self.fields < MOST_FIELDS - 8 else []
        if not leaves + inner:
            return "__typename"
        name = self.dice.choice(inner if inner and (not leaves or self.dice.random() < 0.7) else leaves)
        self.fields += 1
        start = f"f{self.fields}: {name}{self._arguments(type_name, name)}{self._directive()}"
        return self._dressed(type_name, f"{start}{self._inside(kind, name, depth)}")

    def _inside(self, kind: Any, name: str, depth: int) -> str:
        answered = get_named_type(kind.fields[name].type)
        return "" if is_leaf_type(answered) else f" {{ {self.selections(answered.name, max(depth - 1, 0))} }}"

    def _arguments(self, type_name: str, name: str) -> str:
        kind: Any = self.schema.type_map[type_name]
        given = arguments(f"{type_name}.{name}", self.dice.choice(IDS) if "node" in name else "", self.ids)
        takes = kind.fields[name].args
        own = {"filter": FILTERS.get(name), "orderBy": ORDERS.get(name)}
        options = OPTIONS | {argument: some for argument, some in own.items() if some}
        asked = [argument for argument in takes if argument in options and self.dice.random() < 0.7]
        more = " ".join(f"{argument}: {self.dice.choice(options[argument])}" for argument in asked)
        more += " first: 2" if "first" in takes else ""
        return f"({given.strip('()')} {more})" if given or more else ""

    def _directive(self) -> str:
        return f" {self.dice.choice(DIRECTIVES)}" if self.dice.random() < 0.15 else ""

    def _dressed(self, type_name: str, text: str) -> str:
        kind: Any = self.schema.type_map[type_name]
        dress = self.dice.randrange(6)
        if dress == 0:
            return f"... on {type_name} {{ {text} }}"
        if dress == 1:
            self.fragments.append(f"fragment F{len(self.fragments)} on {type_name} {{ {text} }}")
            return f"...F{len(self.fragments) - 1}"
        if dress == 2 and isinstance(kind, GraphQLObjectType) and kind.interfaces:
            return f"... on {kind.interfaces[0].name} {{ ... on {type_name} {{ {text} }} }}"
        return text
