"""Inputs of client lists: filter and order."""

import strawberry

from domain.ids import IdKind
from domain.vocabulary import AccessLevel, AttentionLevel, ClientStatus, OnboardingStatus, SignalKind
from loaders.client import ClientOrderField
from loaders.client_filter import NO_FILTER
from loaders.client_filter import ClientFilter as Wanted
from resolvers.inputs.ids import optional_id
from resolvers.inputs.month import YearMonth
from resolvers.inputs.order import OrderDirection
from resolvers.inputs.search import checked_search, checked_tags


@strawberry.input(description="Which clients; all conditions hold, and a list means any of its members.")
class ClientFilter:
    search: str | None = strawberry.field(
        default=None,
        description="Beginnings of at most 10 words in the name, legal name, registration number or reference.",
    )
    status: list[ClientStatus] | None = strawberry.field(default=None, description="Where the client stands.")
    level: list[AccessLevel] | None = strawberry.field(default=None, description="The access level the client set.")
    attention: list[AttentionLevel] | None = strawberry.field(default=None, description="The worst live signal.")
    signal: list[SignalKind] | None = strawberry.field(
        default=None, description="Has a live signal of these kinds; INVITE_STALE stands on invites alone."
    )
    onboarding: list[OnboardingStatus] | None = strawberry.field(default=None, description="The onboarding status.")
    assignee_id: strawberry.ID | None = strawberry.field(default=None, description="A colleague works on it.")
    team_id: strawberry.ID | None = strawberry.field(default=None, description="A team works on it.")
    is_unassigned: bool | None = strawberry.field(default=None, description="Nobody works on it (or somebody does).")
    is_mine: bool | None = strawberry.field(
        default=None, description="You work on it (or you do not); of colleagues, as an integration works on none."
    )
    month_behind: YearMonth | None = strawberry.field(
        default=None, description="Exported less than submitted in this month."
    )
    tag: list[str] | None = strawberry.field(default=None, description="Has one of these tags, at most 20.")

    def wanted(self) -> Wanted:
        """The filter in the store's terms."""
        return Wanted(
            search=checked_search(self.search),
            status=tuple(self.status or ()),
            level=tuple(self.level or ()),
            attention=tuple(self.attention or ()),
            signal=tuple(self.signal or ()),
            onboarding=tuple(self.onboarding or ()),
            assignee_id=optional_id(IdKind.COLLEAGUE, self.assignee_id),
            team_id=optional_id(IdKind.TEAM, self.team_id),
            unassigned=self.is_unassigned,
            mine=self.is_mine,
            month_behind=self.month_behind,
            tag=checked_tags(self.tag),
        )


@strawberry.input(
    description="How clients are ordered. ASC is the exact reverse of DESC; only BALANCE keeps hidden balances last."
)
class ClientOrder:
    field: ClientOrderField = strawberry.field(description="What to order by.")
    direction: OrderDirection = strawberry.field(
        default=OrderDirection.ASC, description="Which end of the list comes first."
    )
    signal: SignalKind = strawberry.field(
        default=SignalKind.MISSING_RECEIPTS, description="The kind of signal that the SIGNAL_ orders look at."
    )


def wanted(filter: ClientFilter | None) -> Wanted:
    """The filter of an optional argument."""
    return filter.wanted() if filter else NO_FILTER


MOST_URGENT_FIRST = ClientOrder(field=ClientOrderField.ATTENTION, direction=OrderDirection.DESC)
BY_NAME = ClientOrder(field=ClientOrderField.NAME, direction=OrderDirection.ASC)
