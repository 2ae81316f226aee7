"""Where a hand-over link leads: once, for a minute, into the client's account on the platform."""

from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from resolvers.context import Links
from resolvers.handover import redeem
from store.engine import Store
from store.faults import StoreFault
from store.vault import Vault

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
GONE = "This link has been used, has expired, or is not valid. Open the account from the portal again.\n"
LATER = "The account cannot be opened at the moment. Try the same link again.\n"


def hand_over_routes(store: Store, vault: Vault, links: Links, clock: Callable[[], datetime]) -> list[BaseRoute]:
    """`GET /hand-over/{secret}`; every refusal looks the same."""

    async def enter(request: Request) -> Response:
        if _only_looks(request):
            return Response(status_code=204, headers=PRIVATE)
        try:
            target = await redeem(store, vault, links, request.path_params["secret"], clock())
        except StoreFault:
            return PlainTextResponse(LATER, 503, headers=PRIVATE | {"Retry-After": "1"})
        if target is None:
            return PlainTextResponse(GONE, 404, headers=PRIVATE)
        return RedirectResponse(target, 303, headers=PRIVATE)

    return [Route("/hand-over/{secret}", enter)]


def _only_looks(request: Request) -> bool:
    """Browsers that fetch ahead and programs that check links must not use it up."""
    purpose = request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")
    return request.method == "HEAD" or "prefetch" in purpose.lower()
