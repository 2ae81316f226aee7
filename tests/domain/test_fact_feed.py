"""How far a client's facts are known: in any order, with holes that are given up and filled after all."""

from hypothesis import given
from hypothesis import strategies as st

from domain.facts import feed
from domain.facts.feed import Feed

SEQUENCES = st.lists(st.integers(1, 30), max_size=30, unique=True)


@given(first=SEQUENCES, upto=st.integers(0, 30), second=SEQUENCES)
def test_what_is_known_is_what_came_in(first: list[int], upto: int, second: list[int]) -> None:
    known, its = set(first), Feed().with_facts(first).giving_up(upto, first)
    assert its.through >= upto
    for sequence in second:
        known.add(sequence)
        its = its.with_facts({each for each in known if each > its.through} | {sequence})
    assert {each for each in range(1, its.through + 1) if its.knows(each)} == {
        each for each in known if each <= its.through
    }
    assert its.through + 1 not in known
    assert all(first <= last <= its.through for first, last in its.gaps)


def test_a_feed_of_very_many_holes_stays_small_and_forgets_none() -> None:
    odd = range(1, 2 * feed.MOST_GAPS + 20, 2)
    its = Feed().giving_up(odd[-1], odd)
    assert len(its.gaps) == feed.MOST_GAPS
    assert not any(its.knows(sequence) for sequence in range(2, odd[-1], 2))
