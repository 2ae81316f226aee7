"""Types with relations, which they load themselves."""

from datetime import datetime
from typing import Any, Self

import strawberry

import schema.enums  # noqa: F401  (registers the enums)
from bench.peers.stock.loaders import Loaders
from bench.peers.stock.values import ClientAccess, Money, MonthProgress, Onboarding, PowerOfAttorney, Signal, Wallet
from domain.ids import IdKind, encode
from domain.months import months_ending
from domain.vocabulary import (
    AccessLevel,
    AccessStatus,
    AttentionLevel,
    ClientStatus,
    ColleagueStatus,
    OnboardingStatus,
    Role,
    WaitingOn,
)
from resolvers.inputs.month import YearMonth
from schema.scalars import CountryCode, CurrencyCode

Info = strawberry.Info[dict[str, Any], None]


def loaders(info: Info) -> Loaders:
    """The request's loaders."""
    found: Loaders = info.context["loaders"]
    return found


@strawberry.type
class Attention:
    """What asks for work."""

    row: strawberry.Private[Any]
    level: AttentionLevel
    signal_count: int
    since: datetime | None

    @strawberry.field
    async def signals(self, info: Info) -> list[Signal]:
        """The live signals."""
        return [Signal.of(row) for row in await loaders(info).signals.load(self.row.id)]


@strawberry.type
class Colleague:
    """A colleague."""

    row: strawberry.Private[Any]
    id: strawberry.ID
    name: str
    role: Role
    status: ColleagueStatus

    @classmethod
    def of(cls, row: Any) -> Self:
        """From an entity."""
        id = strawberry.ID(encode(IdKind.COLLEAGUE, row.id))
        return cls(row=row, id=id, name=row.name, role=Role(row.role), status=ColleagueStatus(row.status))

    @strawberry.field
    async def assignments(self, info: Info, first: int = 20) -> list["Assignment"]:
        """The first assignments."""
        return [Assignment.of(row) for row in await loaders(info).work.load((self.row.id, first))]


@strawberry.type
class Assignment:
    """An assignment."""

    row: strawberry.Private[Any]
    id: strawberry.ID
    created_at: datetime

    @classmethod
    def of(cls, row: Any) -> Self:
        """From an entity."""
        return cls(row=row, id=strawberry.ID(encode(IdKind.ASSIGNMENT, row.id)), created_at=row.created_at)

    @strawberry.field
    async def colleague(self, info: Info) -> Colleague:
        """The colleague."""
        return Colleague.of(await loaders(info).colleagues.load(self.row.colleague_id))

    @strawberry.field
    async def client(self, info: Info) -> "Client":
        """The client."""
        return Client.of(await loaders(info).clients.load(self.row.client_id))


@strawberry.type
class Client:
    """A client."""

    row: strawberry.Private[Any]
    id: strawberry.ID
    name: str
    country: CountryCode
    currency: CurrencyCode
    status: ClientStatus

    @classmethod
    def of(cls, row: Any) -> Self:
        """From an entity."""
        return cls(
            row=row,
            id=strawberry.ID(encode(IdKind.CLIENT, row.id)),
            name=row.name,
            country=row.country,
            currency=row.currency,
            status=ClientStatus(row.status),
        )

    @strawberry.field
    def access(self) -> ClientAccess:
        """What it lets the firm do."""
        power = PowerOfAttorney(is_granted=self.row.poa_granted)
        status, level = AccessStatus(self.row.access_status), AccessLevel(self.row.level)
        return ClientAccess(status=status, level=level, power_of_attorney=power)

    @strawberry.field
    def onboarding(self) -> Onboarding:
        """Its way to verification."""
        status, waiting_on = OnboardingStatus(self.row.onboarding_status), self.row.waiting_on
        return Onboarding(
            status=status,
            is_complete=status is OnboardingStatus.VERIFIED,
            waiting_on=WaitingOn(waiting_on) if waiting_on else None,
        )

    @strawberry.field
    def wallet(self) -> Wallet | None:
        """Its money."""
        low = self.row.low_balance_minor
        return Wallet(
            balance=Money.of(self.row.balance_minor, self.row.currency),
            low_balance_threshold=None if low is None else Money.of(low, self.row.currency),
        )

    @strawberry.field
    def attention(self) -> Attention | None:
        """What asks for work."""
        row = self.row
        level = AttentionLevel(row.attention_level)
        return Attention(row=row, level=level, signal_count=row.signal_count, since=row.attention_since)

    @strawberry.field
    async def assignments(self, info: Info) -> list[Assignment] | None:
        """Who works on it."""
        return [Assignment.of(row) for row in await loaders(info).assignments.load(self.row.id)]

    @strawberry.field
    async def export_progress(self, info: Info, ending_with: YearMonth, months: int = 3) -> list[MonthProgress] | None:
        """Months of figures."""
        span = months_ending(ending_with, months)
        return [MonthProgress.of(row) for row in await loaders(info).months.load((self.row.id, span[0], span[-1]))]
