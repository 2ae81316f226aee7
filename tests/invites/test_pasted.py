"""Pasted lines are read as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.inviting.pasted import lines, name_from


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        ("Anna Berg <anna@firm.example>", "Anna Berg", "anna@firm.example"),
        ('"Berg, Anna" <anna@firm.example>,', "Berg, Anna", "anna@firm.example"),
        ("<anna@firm.example>;", "", "anna@firm.example"),
        ("Anna Berg, anna@firm.example", "Anna Berg", "anna@firm.example"),
        ("Berg, Anna, anna@firm.example", "Berg, Anna", "anna@firm.example"),
        ("Anna Berg;anna@firm.example;", "Anna Berg", "anna@firm.example"),
        ("Anna Berg\tanna@firm.example", "Anna Berg", "anna@firm.example"),
        ("  anna@firm.example  ", "", "anna@firm.example"),
        ("Anna Berg", "", "Anna Berg"),
    ],
)
def test_a_line_gives_a_name_and_an_address(line: str, name: str, email: str) -> None:
    (found,) = lines(line)
    assert (found.name, found.email) == (name, email)


def test_blank_lines_do_not_count_but_keep_their_numbers() -> None:
    found = [(line.number, line.email) for line in lines("a@x.example\r\n\r\n \nb@x.example\rc@x.example\n")]
    assert found == [(0, "a@x.example"), (3, "b@x.example"), (4, "c@x.example")]


@given(st.lists(st.text(st.characters(exclude_characters="\r\n"), max_size=30), max_size=10))
def test_exactly_the_lines_with_content_are_read(typed: list[str]) -> None:
    found = [line.number for line in lines("\n".join(typed))]
    assert found == [number for number, line in enumerate(typed) if line.strip().rstrip(",;").strip()]


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("anna.berg@firm.example", "Anna Berg"),
        ("anna_berg-holm+x@firm.example", "Anna Berg Holm"),
        ("a@firm.example", "A"),
        ("...@firm.example", "...@firm.example"),
    ],
)
def test_a_name_is_made_from_an_address(email: str, name: str) -> None:
    assert name_from(email) == name
