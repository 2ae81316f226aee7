"""What the partnership's page shows: the terms of tiers beside what the firm has."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.partnership import Figures, Requirement, Terms, TierBook, book_of
from domain.vocabulary import PartnerTier
from loaders.paging import Page, Window
from loaders.partnership import points_entries
from resolvers.context import Context, Info
from resolvers.relation import contextual
from store.tier_book import tier_books

_FIGURES = ("points", "clients", "certified")


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier's terms for one firm; `discount_rate` in percent."""

    tier: PartnerTier
    discount_rate: Decimal
    benefits: tuple[str, ...]
    requirements: tuple[Requirement, ...]


def book_now(context: Context) -> TierBook:
    """The tier book of today."""
    return book_of(tier_books(), context.now.date())


@contextual("tier", *_FIGURES, personal=False)
def present(root: Any, context: Context) -> Tier:
    """The firm's tier."""
    return _tier(book_now(context).terms(PartnerTier(root.tier)), root)


@contextual("tier", *_FIGURES, personal=False)
def following(root: Any, context: Context) -> Tier | None:
    """The next tier; None above the highest."""
    terms = book_now(context).following(PartnerTier(root.tier))
    return _tier(terms, root) if terms else None


@contextual(*_FIGURES, personal=False)
def tiers(root: Any, context: Context) -> list[Tier]:
    """All tiers, the lowest first."""
    return [_tier(terms, root) for terms in book_now(context).tiers]


@contextual("version", personal=False)
def document_url(root: Any, context: Context) -> str:
    """Where the portal shows the text of an agreement."""
    return f"{context.links.portal}/agreements/{root.version}"


async def ledger(
    info: Info,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of the ledger, newest first."""
    return await points_entries(info.context.reads, Window(first, after, last, before))


def _tier(terms: Terms, root: Any) -> Tier:
    figures = Figures(root.points, root.clients, root.certified)
    return Tier(terms.tier, Decimal(terms.discount).scaleb(-2), terms.benefits, terms.requirements(figures))
