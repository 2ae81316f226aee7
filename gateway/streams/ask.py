"""What streams ask for, and who asks: shared by all that are alike."""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import orjson

from domain.access import Viewer
from domain.errors import denied
from domain.rule import member
from execution.subscribing import Subscribed
from execution.subscriptions import Subscriptions
from resolvers.changes.feed import Feed
from schema.access import AnyColleague
from schema.following import followed

_OF_A_FIRM = member()
Key: TypeAlias = tuple[str, str | None, bytes, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """One subscription of a document with the variables that matter; `strict` allows no denied field."""

    key: Key
    subscription: Subscribed
    feed: Feed
    arguments: dict[str, Any]
    strict: bool

    def wanted(self, viewer: Viewer) -> Any:
        """The filter in the store's terms; raises RequestError."""
        return self.feed.wanted(viewer, self.arguments)


def read_ask(subscription: Subscribed, *, strict: bool) -> Ask:
    """The ask of a subscription."""
    behind = followed()[subscription.place[1]]
    alike = orjson.dumps(subscription.alike, default=str, option=orjson.OPT_SORT_KEYS)
    key = (subscription.prepared.digest, subscription.name, alike, strict)
    return Ask(key, subscription, behind.feed, behind.convert(subscription.arguments), strict)


def check(subscriptions: Subscriptions, ask: Ask, viewer: Viewer) -> None:
    """Raises RequestError (ACCESS_DENIED) when a viewer may not follow this, or, strictly, not every field of it."""
    closed = subscriptions.closed(ask.subscription, AnyColleague(viewer))
    root = ".".join(ask.subscription.place)
    if root in closed or (ask.strict and closed):
        coordinate = root if root in closed else next(iter(closed))
        raise denied(coordinate, closed[coordinate])
    if viewer.partner_id is None and (denial := _OF_A_FIRM.for_viewer(viewer)) is not None:
        raise denied(root, denial)
    ask.wanted(viewer)


def speaks_for_all(subscriptions: Subscriptions, ask: Ask, viewer: Viewer) -> Viewer:
    """The viewer as whom an ask is run.

    Who sees all clients is told the same as everybody else of the kind, unless something that is asked for looks at
    the person: such streams share one execution, as somebody who is nobody in particular.
    """
    personal = ask.feed.personal or subscriptions.is_personal(ask.subscription, AnyColleague(viewer))
    if personal or not viewer.sees_all_clients:
        return viewer
    return replace(viewer, identity=None, colleague_id=None, integration_id=None)
