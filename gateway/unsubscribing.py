"""Where the link of a digest leads: a page that asks, and the one click (RFC 8058) that ends the digest."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.counting import Counters
from gateway.http.origin import address_of
from gateway.mails.filling import HTML
from gateway.mails.texts import LANGUAGE, texts
from gateway.oauth.guessing import network
from resolvers.digesting.stopping import Ending, read_link, stop
from store.attention import ALL_CLIENTS
from store.engine import Store
from store.faults import StoreFault
from store.vault import Vault

# In a minute: of links that are none, by one address; of one link, by anybody.
MOST_WRONG, MOST_OF_LINK, SECONDS = 30, 10, 60
LATER = "This cannot be done at the moment. Try the same link again.\n"
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def unsubscribe_routes(
    store: Store, vault: Vault, counters: Counters, portal_url: str, clock: Callable[[], datetime]
) -> list[BaseRoute]:
    """`/unsubscribe/{token}`, without signing in."""
    door = _Door(store, vault, counters, portal_url, clock)

    async def answer(request: Request) -> Response:
        return await door(request)

    return [Route("/unsubscribe/{token}", answer, methods=["GET", "POST"])]


@dataclass(frozen=True, slots=True)
class _Door:
    store: Store
    vault: Vault
    counters: Counters
    portal_url: str
    clock: Callable[[], datetime]

    async def __call__(self, request: Request) -> Response:
        """GET changes nothing, for programs that check mails follow every link; whatever is wrong looks the same."""
        token = request.path_params["token"]
        ending = read_link(self.vault, token, self.clock())
        if await self._is_too_much(request, token, is_wrong=ending is None):
            headers = _PRIVATE | {"Retry-After": str(SECONDS - int(time.time()) % SECONDS)}
            return PlainTextResponse(LATER, 429, headers=headers)
        if ending is None:
            return self._page("dead", 404)
        if request.method != "POST":
            return self._page("portfolio" if ending.client_id == ALL_CLIENTS else "client", asks=True)
        return await self._stopped(ending)

    async def _stopped(self, ending: Ending) -> Response:
        try:
            await stop(self.store, self.vault, ending, self.clock())
        except StoreFault:
            return PlainTextResponse(LATER, 503, headers=_PRIVATE | {"Retry-After": "1"})
        return self._page("done")

    async def _is_too_much(self, request: Request, token: str, *, is_wrong: bool) -> bool:
        if is_wrong:
            place, most = network(address_of(request.scope) or ""), MOST_WRONG
        else:
            place, most = hashlib.sha256(token.encode()).hexdigest()[:32], MOST_OF_LINK
        return await self.counters.add(f"unsubscribe/{place}", 1, SECONDS) > most

    def _page(self, said: str, status: int = 200, *, asks: bool = False) -> Response:
        words: dict[str, Any] = texts()["ending"]
        title = words["title" if asks else f"{said}_title"]
        shown = {"language": LANGUAGE, "title": title, "text": words[said], "asks": asks, "words": words}
        page = HTML.get_template("ending.html.j2").render(shown, portal_url=self.portal_url)
        return HTMLResponse(page, status, headers=_PRIVATE | {"Content-Security-Policy": _POLICY})
