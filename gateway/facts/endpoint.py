"""`POST /facts`: a batch of facts from an integration of one firm, with a result for each."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.types import Receive, Send
from starlette.types import Scope as HttpScope

from domain.access import Viewer
from domain.errors import ErrorCode, RequestError
from domain.facts.fact import OF_CONSENT, Fact
from domain.facts.reading import Malformed, read
from domain.facts.words import FactOutcome
from domain.vocabulary import Scope
from gateway.facts.body import Bounds, items_of
from gateway.facts.delivery import Delivery
from gateway.http.answers import send_answer
from gateway.http.body import read_body
from gateway.http.failures import failure_of
from gateway.http.headers import JSON, bearer, headers_of
from gateway.http.refusals import HttpError
from gateway.oauth.routes import challenge
from gateway.operations import Operations
from gateway.settings import Settings
from loaders.firm import names_of_firm
from resolvers.authority import viewer_now
from resolvers.facts import outcome as said
from resolvers.facts.outcome import Outcome
from store.writing import Actor, UnitOfWork

FACTS_PATH = "/facts"
_PAUSE_SECONDS = 1


@dataclass
class FactsEndpoint:
    """An ASGI application; at most `in_flight` batches at a time, each for at most `seconds`."""

    operations: Operations
    bounds: Bounds
    in_flight: int
    seconds: float
    challenge: str
    firms_tell_consent: bool
    _running: int = field(default=0, init=False)

    async def __call__(self, scope: HttpScope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        try:
            response, status, headers = await self._answer(scope, receive), 200, {}
        except Exception as error:
            failure = failure_of(error)
            response, status, headers = failure.response, failure.status or 400, dict(failure.headers)
            headers |= {"WWW-Authenticate": self.challenge} if status == 401 else {}
        await send_answer(send, response, status, JSON, headers)

    async def _answer(self, scope: HttpScope, receive: Receive) -> dict[str, Any]:
        headers = headers_of(scope)
        async with asyncio.timeout(self.seconds):
            viewer = (await self.operations.sign_in(bearer(headers), headers.get(b"gateway-partner"))).viewer
            _check_may(viewer)
            if self._running >= self.in_flight:
                message = "Too many batches are under way; send this one again a little later."
                raise HttpError(429, message, {"Retry-After": str(_PAUSE_SECONDS)})
            self._running += 1
            try:
                items = items_of(await read_body(receive, self.bounds.body_bytes), headers, self.bounds)
                return {"results": await self._take_in(viewer, items)}
            finally:
                self._running -= 1

    async def _take_in(self, viewer: Viewer, items: Sequence[Any]) -> list[dict[str, Any]]:
        own = await names_of_firm(self.operations.store, viewer.tenant)
        outcomes: dict[int, Outcome] = {}
        facts: dict[int, Fact] = {}
        for index, item in enumerate(items):
            try:
                fact = read(item)
            except Malformed as malformed:
                outcomes[index] = Outcome(FactOutcome.REFUSED, str(malformed))
                continue
            refused = self._refused(fact, own)
            if refused is None:
                facts[index] = fact
            else:
                outcomes[index] = refused
        outcomes |= zip(facts, await self._hand_in(viewer, list(facts.values())), strict=True)
        return [_result(index, item, outcomes[index]) for index, item in enumerate(items)]

    def _refused(self, fact: Fact, own: Collection[str]) -> Outcome | None:
        if fact.partner is not None and fact.partner not in own:
            return said.NO_PARTNER
        return said.NOT_THE_FIRMS if fact.kind in OF_CONSENT and not self.firms_tell_consent else None

    async def _hand_in(self, viewer: Viewer, facts: Sequence[Fact]) -> list[Outcome]:
        async def still_may(work: UnitOfWork) -> None:
            _check_may(await viewer_now(work, viewer))

        operations = self.operations
        delivery = Delivery(operations.store, operations.vault, operations.clock, still_may)
        return await delivery.hand_in(viewer.tenant, facts, Actor("PLATFORM", viewer.integration_id)) if facts else []


def facts_endpoint_of(settings: Settings, operations: Operations) -> FactsEndpoint:
    """The endpoint that the settings describe."""
    bounds = Bounds(settings.max_facts_bytes, settings.max_facts)
    seconds, where = settings.request_timeout_seconds, challenge(settings.public_url, "/facts")
    return FactsEndpoint(operations, bounds, settings.facts_in_flight, seconds, where, settings.firms_tell_consent)


def _check_may(viewer: Viewer) -> None:
    """Only integrations with the scope; raises RequestError, and HttpError (403)."""
    if viewer.identity is None:
        raise RequestError(ErrorCode.UNAUTHENTICATED, "Send an access token: `Authorization: Bearer ...`.")
    if viewer.partner_id is None or Scope.FACTS_WRITE not in viewer.scopes:
        raise HttpError(403, f"This takes an integration with the scope `{Scope.FACTS_WRITE}`.")


def _result(index: int, item: Any, outcome: Outcome) -> dict[str, Any]:
    id = item.get("id") if isinstance(item, dict) else None
    told = {"index": index, "id": id if isinstance(id, str) else None, "outcome": outcome.word.value}
    return told | {"message": outcome.reason}
