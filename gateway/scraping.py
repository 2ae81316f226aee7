"""`/metrics`, for whoever may see it."""

from hmac import compare_digest

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from execution.engine import Engine
from gateway.metrics import MEDIA_TYPE, Metrics
from gateway.settings import Settings

_NOT_CACHED = {"Cache-Control": "no-store"}


def metrics_routes(settings: Settings, metrics: Metrics, engine: Engine) -> list[BaseRoute]:
    """Nothing at all where metrics are off."""

    async def scrape(request: Request) -> Response:
        if not _may_see(settings.metrics_token, request.headers.get("authorization", "")):
            challenge = {"WWW-Authenticate": "Bearer"}
            return PlainTextResponse("Send GATEWAY_METRICS_TOKEN as the bearer token.\n", 401, _NOT_CACHED | challenge)
        return Response(metrics.text(engine), headers=_NOT_CACHED, media_type=MEDIA_TYPE)

    return [Route("/metrics", scrape)] if settings.metrics else []


def _may_see(token: str | None, authorization: str) -> bool:
    return token is None or compare_digest(authorization.encode(), f"Bearer {token}".encode())
