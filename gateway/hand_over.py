"""Where a hand-over link leads: once, for a minute, into the client's account on the platform."""

from collections.abc import Callable
from datetime import datetime

from resolvers.handover import redeem
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from resolvers.context import Links
from store.engine import Store
from store.vault import Vault

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
GONE = "This link has been used, has expired, or is not valid. Open the account from the portal again.\n"


def hand_over_routes(store: Store, vault: Vault, links: Links, clock: Callable[[], datetime]) -> list[BaseRoute]:
    """`GET /hand-over/{secret}`; every refusal looks the same."""

    async def enter(request: Request) -> Response:
        target = await redeem(store, vault, links, request.path_params["secret"], clock())
        if target is None:
            return PlainTextResponse(GONE, 404, headers=PRIVATE)
        return RedirectResponse(target, 303, headers=PRIVATE)

    return [Route("/hand-over/{secret}", enter)]
