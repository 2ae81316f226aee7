"""Refuses requests for other hosts than ours; probes come by address, so health is exempt."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class HostCheck:
    """ASGI middleware over the Host header."""

    def __init__(self, app: ASGIApp, allowed: frozenset[str]) -> None:
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers 421 (Misdirected Request)."""
        if scope["type"] != "http" or scope["path"].startswith("/health/") or self._known(scope):
            await self._app(scope, receive, send)
            return
        await PlainTextResponse("This host is not served here.\n", 421)(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            return False
        name = hosts[0].decode("latin-1").lower()
        bare = name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() else name
        return bare.strip("[]") in self._allowed or bare in self._allowed
