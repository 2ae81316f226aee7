"""Tiers follow from what a firm has: more never lowers one, and what is lost is lost only when the grace is over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.attention_rules.deadlines import cut_off
from domain.months import earlier
from domain.partnership import Figures, Standing, Terms, TierBook, book_of, closed_month, next_cut_off, rank
from domain.vocabulary import PartnerTier, PointsKind
from store.tier_book import tier_books

DAY = timedelta(days=1)
GRACE = 90 * DAY
BOOKS = st.sampled_from(tier_books())
COUNTS = st.integers(0, 8_000)
FIGURES = st.builds(Figures, COUNTS, st.integers(0, 200), st.integers(0, 10))
TIERS = st.sampled_from(PartnerTier)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
ENDS = st.one_of(st.none(), MOMENTS)
STANDINGS = st.builds(Standing, TIERS, MOMENTS, ENDS)


@given(BOOKS, FIGURES, FIGURES)
def test_who_has_more_of_everything_has_no_lower_tier(book: TierBook, one: Figures, other: Figures) -> None:
    less, more = (Figures(*map(pick, one, other)) for pick in (min, max))
    assert rank(book.earned(less)) <= rank(book.earned(more))


@given(BOOKS, FIGURES)
def test_a_firm_has_all_that_its_tier_asks_and_not_all_of_the_next(book: TierBook, figures: Figures) -> None:
    tier = book.earned(figures)
    assert all(each.missing == 0 for each in book.terms(tier).requirements(figures))
    following = book.following(tier)
    if following is None:
        assert tier is PartnerTier.PLATINUM
    else:
        asked = following.requirements(figures)
        assert any(each.missing for each in asked)
        assert all(each.missing == max(0, each.need - each.have) for each in asked)


@given(BOOKS, FIGURES)
def test_who_adds_what_is_missing_gets_the_next_tier(book: TierBook, figures: Figures) -> None:
    following = book.following(book.earned(figures))
    if following:
        enough = Figures(*map(max, figures, (following.points, following.clients, following.certified)))
        assert rank(book.earned(enough)) >= rank(following.tier)


@given(STANDINGS, TIERS, MOMENTS)
def test_a_tier_rises_at_once_and_falls_only_at_the_end_of_its_grace(
    standing: Standing, earned: PartnerTier, now: datetime
) -> None:
    after = standing.judged(earned, now, GRACE)
    if rank(earned) > rank(standing.tier):
        assert after == Standing(earned, now)
    elif earned is standing.tier:
        assert after == Standing(standing.tier, standing.since)
    elif standing.falls_at and standing.falls_at <= now:
        assert after == Standing(earned, now)
    else:
        assert (after.tier, after.since) == (standing.tier, standing.since)
        assert after.falls_at == (standing.falls_at or now + GRACE)


@given(STANDINGS, TIERS, MOMENTS)
def test_judging_again_changes_nothing(standing: Standing, earned: PartnerTier, now: datetime) -> None:
    after = standing.judged(earned, now, GRACE)
    assert after.judged(earned, now, GRACE) == after


@given(MOMENTS, st.integers(1, 31), st.sampled_from(["Europe/Copenhagen", "Atlantic/Reykjavik", "America/Nuuk"]))
def test_a_month_is_closed_from_its_cut_off_to_the_next_ones(now: datetime, day: int, zone: str) -> None:
    month, then = closed_month(now, day, zone), next_cut_off(now, day, zone)
    assert cut_off(month, day, zone) <= now < then
    assert then == cut_off(earlier(month, -1), day, zone)
    assert closed_month(then, day, zone) == earlier(month, -1)


@pytest.mark.parametrize("book", tier_books(), ids=lambda book: str(book.valid_from))
def test_a_book_has_every_tier_and_a_higher_one_neither_asks_nor_gives_less(book: TierBook) -> None:
    assert [terms.tier for terms in book.tiers] == list(PartnerTier)
    assert set(book.points) == set(PointsKind) - {PointsKind.CLIENT_LEFT, PointsKind.CERTIFICATE_RENEWED}
    assert book.tiers[0].requirements(Figures(0, 0, 0)) == ()

    def asked(terms: Terms) -> tuple[int, ...]:
        return terms.points, terms.clients, terms.certified, terms.discount

    for lower, higher in zip(book.tiers, book.tiers[1:], strict=False):
        assert all(less <= more for less, more in zip(asked(lower), asked(higher), strict=True))
        assert 0 <= lower.discount <= higher.discount < 10_000


def test_one_book_follows_on_the_other() -> None:
    books = sorted(tier_books(), key=lambda book: book.valid_from)
    assert [book.valid_until for book in books] == [*(book.valid_from for book in books[1:]), None]
    for book in books:
        assert book_of(books, book.valid_from) is book
    assert book_of(books, date(2000, 1, 1)) is books[0]
    assert book_of(books, date(2100, 1, 1)) is books[-1]
