"""How far a client's facts are known: sequences may come late, twice and with holes."""

from collections.abc import Collection
from dataclasses import dataclass

Range = tuple[int, int]
MOST_GAPS = 1_000


@dataclass(frozen=True, slots=True)
class Feed:
    """Everything up to `through` is known, but for `gaps` (first and last, ascending) that nobody waits for any more.

    What is known beyond `through` is kept by whoever holds the feed.
    """

    through: int = 0
    gaps: tuple[Range, ...] = ()

    def knows(self, sequence: int) -> bool:
        """Whether a fact came in before, as far as the feed can tell."""
        return sequence <= self.through and not any(first <= sequence <= last for first, last in self.gaps)

    def with_facts(self, sequences: Collection[int]) -> "Feed":
        """The feed once these are known, too; `sequences` hold all that is known beyond `through`."""
        gaps = self.gaps
        for sequence in sequences:
            if gaps and sequence <= self.through:
                gaps = _without(gaps, sequence)
        known, through = set(sequences), self.through
        while through + 1 in known:
            through += 1
        return Feed(through, gaps)

    def giving_up(self, upto: int, sequences: Collection[int]) -> "Feed":
        """The feed once nobody waits any more for what is unknown up to `upto`."""
        gaps, through = list(self.gaps), self.through
        for sequence in sorted(each for each in {*sequences, upto + 1} if through < each <= upto + 1):
            if sequence > through + 1:
                gaps.append((through + 1, sequence - 1))
            through = sequence
        later = Feed(max(self.through, upto), tuple(gaps)).with_facts(sequences)
        return Feed(later.through, _bounded(later.gaps))


def _without(gaps: tuple[Range, ...], sequence: int) -> tuple[Range, ...]:
    left: list[Range] = []
    for first, last in gaps:
        if first <= sequence <= last:
            left += [part for part in ((first, sequence - 1), (sequence + 1, last)) if part[0] <= part[1]]
        else:
            left.append((first, last))
    return tuple(left)


def _bounded(gaps: tuple[Range, ...]) -> tuple[Range, ...]:
    """So many and no more: the oldest grow into one, for to take a fact twice does no harm, to lose one does."""
    if len(gaps) <= MOST_GAPS:
        return gaps
    old = gaps[: len(gaps) - MOST_GAPS + 1]
    return (old[0][0], old[-1][1]), *gaps[len(old) :]
