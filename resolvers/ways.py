"""The ways that lead to each coordinate of the schema, and what they ask of a colleague."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type, is_abstract_type
from graphql.pyutils import suggestion_list

from domain.explanation import Way
from domain.rule import OBJECT, Rule, admins, member
from resolvers.asking import asking_rules
from resolvers.node import NODES

Rules = Mapping[tuple[str, str], Rule]
_CLIENT, _ENTRY = "Client", ("Query", "client")
# Types whose rows exist only for some colleagues, by whatever way: see `loaders.scope` and `resolvers.viewer`.
_EXISTS_FOR = {
    "InboundInvite": admins(),
    "ColleagueInvite": admins(),
    "Membership": member(),
}


class Ways:
    """The ways through one schema; `rules` are those of all its fields."""

    def __init__(self, schema: GraphQLSchema, rules: Rules) -> None:
        self._schema = schema
        self._rules = rules
        self._known = {f"{type_name}.{name}": (type_name, name) for type_name, name in (*rules, *asking_rules())}
        roots = [root.name for root in (schema.query_type, schema.mutation_type, schema.subscription_type) if root]
        self._anywhere = self._reached({name: Way() for name in roots})
        entry = Way(at_client=True).then(rules[_ENTRY])
        self._at_client = self._reached({_CLIENT: entry}) | {_ENTRY[0]: [Way(at_client=True)]}

    def knows(self, coordinate: str) -> bool:
        """Whether there is such a field, or such a way to ask for lists."""
        return coordinate in self._known

    def near(self, coordinate: str) -> list[str]:
        """Coordinates of a similar spelling, the nearest first."""
        return suggestion_list(coordinate, list(self._known))[:3]

    def to(self, coordinate: str, *, at_client: bool) -> list[Way]:
        """The ways to a known coordinate: from the roots, or from one client; none when no way leads there."""
        place = self._known[coordinate]
        asked = asking_rules().get(place)
        if asked is not None:
            return [] if at_client else [Way().then(asked)]
        if at_client and place[0] == _ENTRY[0] and place != _ENTRY:
            return []
        reached = self._at_client if at_client else self._anywhere
        kind = self._schema.type_map[place[0]]
        names = [one.name for one in self._schema.get_possible_types(kind)] if is_abstract_type(kind) else [kind.name]
        return [way.then(self._rules[place]) for name in names for way in reached.get(name, ())]

    def _reached(self, starts: Mapping[str, Way]) -> dict[str, list[Way]]:
        """The least demanding ways to every type."""
        found: defaultdict[str, list[Way]] = defaultdict(list)
        todo = list(starts.items())
        while todo:
            type_name, way = todo.pop()
            if any(way.asks_more(known) for known in found[type_name]):
                continue
            found[type_name] = [known for known in found[type_name] if not known.asks_more(way)] + [way]
            todo += self._onwards(type_name, way)
        return dict(found)

    def _onwards(self, type_name: str, way: Way) -> Iterator[tuple[str, Way]]:
        kind = self._schema.type_map[type_name]
        for name, defined in kind.fields.items() if isinstance(kind, GraphQLObjectType) else ():
            passed = way.then(self._rules[type_name, name])
            answered: Any = get_named_type(defined.type)
            if isinstance(answered, GraphQLObjectType):
                yield answered.name, passed.then(_of_type(answered) or OBJECT)
            elif is_abstract_type(answered):
                for possible in self._schema.get_possible_types(answered):
                    yield possible.name, passed.then(_of_type(possible) or OBJECT)


def _of_type(kind: GraphQLObjectType) -> Rule | None:
    """The rule that every way to a type shares: its own, or that of `node` by the prefix of its ids."""
    has_ids = any(interface.name == "Node" for interface in kind.interfaces)
    prefixes = (rule for prefix, (_, rule) in NODES.items() if kind.name.lower().endswith(prefix.value))
    return _EXISTS_FOR.get(kind.name) or (next(prefixes, None) if has_ids else None)
