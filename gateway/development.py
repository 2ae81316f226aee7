"""What only the development profile serves: GraphiQL, the mails, and a stand-in for the platform."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from domain.ids import IdKind, encode
from gateway.graphiql import DemoViewer, graphiql_routes
from gateway.mails.reading import mail_routes
from gateway.mails.service import postman_of
from gateway.settings import Settings
from gateway.signing_in import firms_of
from gateway.tokens import local_issuer
from store.demo.firms import DEMO_VIEWERS
from store.engine import Store
from store.vault import Vault

NOT_CACHED = {"Cache-Control": "no-store"}
WELCOME_QUERY = """# Press Ctrl-Enter; then choose
# another viewer above, and again.
query Overview {
  viewer { role menu }
  partner {
    name
    bookkeepingOverview {
      balances { total { amount currencyCode } clientCount }
      attentionCounts { level clientCount }
      clients(first: 10) {
        nodes {
          name
          attention { level signals { kind level count } }
          wallet { balance { amount currencyCode } }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
"""


def development_routes(
    settings: Settings, store: Store, vault: Vault, clock: Callable[[], datetime]
) -> list[BaseRoute]:
    """Nothing at all in production."""
    if settings.in_production:
        return []
    routes: list[BaseRoute] = [
        *mail_routes(settings, postman_of(settings, store, vault, clock)),
        Route("/dev/platform/accounts/{number}", _account),
    ]
    if settings.graphiql:
        routes += graphiql_routes(_viewers(settings, store), query=WELCOME_QUERY)
    return routes


def _viewers(settings: Settings, store: Store) -> Callable[[], Awaitable[Sequence[DemoViewer]]]:
    async def viewers() -> Sequence[DemoViewer]:
        if not settings.local_issuer:
            return []
        issuer = local_issuer(settings)
        found = []
        for viewer in DEMO_VIEWERS:
            token = issuer.mint(viewer.email, email=viewer.email, lifetime=timedelta(hours=12))
            firms = await firms_of(store, issuer.issuer, viewer.email)
            chosen = encode(IdKind.PARTNER, firms[0]) if len(firms) > 1 else None
            found += [DemoViewer(viewer.label, token, chosen)] if firms else []
        return found

    return viewers


async def _account(request: Request) -> Response:
    number, page = request.path_params["number"], request.query_params.get("page", "overview")
    return PlainTextResponse(f"The platform would show account {number} now, page {page}.\n", headers=NOT_CACHED)
