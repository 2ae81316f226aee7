"""Budgets by cost and minute: reserved before an operation runs, settled by what it did cost."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from domain.access import Viewer
from domain.budget import Budget
from domain.errors import ErrorCode, RequestError
from gateway.counting import Counters, LocalCounters, window_of

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Account:
    """What one operation has reserved, of whose budget."""

    budget: Budget
    name: str
    counters: Counters

    async def settle(self, response: Mapping[str, Any]) -> None:
        """Gives back what the operation did not cost in the end; one that cannot tell did cost its estimate."""
        cost = response.get("extensions", {}).get("cost", {})
        unused = self.budget.cost - max(1, cost.get("actual", self.budget.cost))
        if unused > 0:
            self.budget.remaining += unused
            await self.counters.add(self.name, -unused, _SECONDS)


class Budgets:
    """Integrations have `of_integration` in all processes together, other callers `of_person` in each of them."""

    def __init__(
        self,
        of_integration: int,
        of_person: int,
        shared: Counters,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._of_integration, self._of_person, self._now = of_integration, of_person, now
        self.shared = shared
        self._own = LocalCounters(now)

    async def reserve(self, viewer: Viewer, estimated: int) -> Account | None:
        """Reserves what an operation may cost; None for callers without a token, who can ask for next to nothing.

        Raises RequestError (RATE_LIMITED) when the minute has not got so much left.
        """
        if viewer.identity is None:
            return None
        limit, counters = (self._of_integration, self.shared) if viewer.is_machine else (self._of_person, self._own)
        name, cost = f"budget/{viewer.principal}", max(1, estimated)
        used = await counters.add(name, cost, _SECONDS)
        reset_at = (window_of(self._now(), _SECONDS) + 1) * _SECONDS
        budget = Budget(limit, limit - used, datetime.fromtimestamp(reset_at, UTC), cost)
        if used > limit:
            await counters.add(name, -cost, _SECONDS)
            budget.remaining = max(0, limit - used + cost)
            raise self._refused(budget)
        return Account(budget, name, counters)

    def _refused(self, budget: Budget) -> RequestError:
        seconds = _seconds(budget)
        message = f"This may cost {budget.cost}, and {budget.remaining} of {budget.limit} are left for this minute. "
        if budget.cost > budget.limit:
            message += "Ask for less at a time: it is more than a whole minute has."
        else:
            message += f"Try again in {seconds} seconds."
        told: dict[str, object] = {"cost": budget.cost, "budget": budget.limit, "remaining": budget.remaining}
        told["retryAfter"] = seconds
        return RequestError(
            ErrorCode.RATE_LIMITED, message, {**told, "resetAt": f"{budget.reset_at:%Y-%m-%dT%H:%M:%SZ}"}
        )


def budget_headers(budget: Budget) -> dict[str, str]:
    """What is told of a budget as it is now."""
    return rate_limit(budget.limit, budget.remaining, _seconds(budget))


def _seconds(budget: Budget) -> int:
    return max(1, math.ceil(budget.reset_at.timestamp() - time.time()))


def rate_limit(limit: int, remaining: int, seconds: int) -> dict[str, str]:
    """The headers (draft-ietf-httpapi-ratelimit-headers) of a budget of so much a minute."""
    told = f'"cost";r={max(0, remaining)};t={seconds}'
    return {"RateLimit-Policy": f'"cost";q={limit};w={_SECONDS}', "RateLimit": told}
