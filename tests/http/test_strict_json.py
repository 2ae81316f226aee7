"""A text that names a member twice is refused, however it is written; any other is what it says."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.http.strict_json import Unreadable, load

_TEXTS = st.text(st.sampled_from('a"\\:{},é '), max_size=3)
_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.lists(st.tuples(_TEXTS, inner), max_size=3).map(tuple),
    max_leaves=8,
)


def written(value: Any, gap: str) -> str:
    """JSON, with objects given as pairs, whose names may come again."""
    if isinstance(value, tuple):
        members = (f"{json.dumps(name, ensure_ascii=False)}:{gap}{written(each, gap)}" for name, each in value)
        return "{" + f",{gap}".join(members) + "}"
    if isinstance(value, list):
        return "[" + f",{gap}".join(written(each, gap) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def doubled(value: Any) -> bool:
    """Whether some object of it names a member twice."""
    if isinstance(value, tuple):
        names = [name for name, _ in value]
        return len(set(names)) < len(names) or any(doubled(each) for _, each in value)
    return isinstance(value, list) and any(map(doubled, value))


@settings(max_examples=200, deadline=None)
@given(_VALUES, st.sampled_from(["", " ", "\n"]))
def test_what_is_named_twice_is_refused_and_nothing_else(value: Any, gap: str) -> None:
    text = written(value, gap)
    if doubled(value):
        with pytest.raises(Unreadable, match="twice"):
            load(text.encode(), "It")
    else:
        assert load(text.encode(), "It") == json.loads(text)
