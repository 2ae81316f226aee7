"""Names in the schema follow rules, so that whoever knows one list, filter or number knows them all."""

from collections.abc import Iterator
from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    build_schema,
    get_named_type,
    get_nullable_type,
)

KNOWN = build_schema((Path(__file__).parents[2] / "schema.graphql").read_text())
# Units rather than things: `minutes: 30`.
UNITS = {"days", "hours", "minutes", "months", "points"}


def members() -> Iterator[tuple[str, str, object]]:
    """Types, fields of all kinds and their arguments, with what they are of."""
    for kind in KNOWN.type_map.values():
        if not kind.name.startswith("__"):
            for name, member in getattr(kind, "fields", {}).items():
                yield kind.name, name, member.type
                for argument, defined in getattr(member, "args", {}).items():
                    yield f"{kind.name}.{name}", argument, defined.type


def test_a_plural_is_a_list_and_a_number_of_things_is_a_count() -> None:
    numbers = {name for _, name, kind in members() if get_named_type(kind).name == "Int"}  # type: ignore[arg-type]
    plurals = {name for name in numbers if name.endswith("s") and not name.endswith(("Status", "Ms"))}
    assert {name for name in plurals if name.lower() not in UNITS and not name.endswith(("Months", "Hours"))} == set()


def test_arguments_named_filter_take_filters_and_those_alone() -> None:
    taken = {get_named_type(kind).name for _, name, kind in members() if name == "filter"}  # type: ignore[arg-type]
    filters = {kind.name for kind in KNOWN.type_map.values() if isinstance(kind, GraphQLInputObjectType)}
    assert taken == {name for name in filters if name.endswith(("Filter", "FilterInput"))}
    assert all(name.endswith("Filter") for name in taken)


def test_arguments_named_status_take_any_number_of_values() -> None:
    asked = [kind for place, name, kind in members() if name == "status" and "." in place]
    assert len(asked) > 5
    for kind in asked:
        listed = get_nullable_type(kind)  # type: ignore[arg-type]
        assert isinstance(listed, GraphQLList)
        assert isinstance(get_named_type(listed), GraphQLEnumType)
