"""Refuses requests for other hosts than ours; probes and scrapers come by address, so they are exempt."""

import re

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_BY_ADDRESS = ("/health/", "/metrics")
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?")


class HostCheck:
    """ASGI middleware over the Host header; `allowed` holds names, `*.example.com` (any name under it) and `*`."""

    def __init__(self, app: ASGIApp, allowed: frozenset[str]) -> None:
        self._app = app
        self._names = frozenset(host for host in allowed if not host.startswith("*"))
        self._endings = tuple(host[1:] for host in allowed if host.startswith("*."))
        self._any = "*" in allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers 421 (Misdirected Request)."""
        if scope["type"] != "http" or scope["path"].startswith(_BY_ADDRESS) or self._known(scope):
            await self._app(scope, receive, send)
            return
        await PlainTextResponse("This host is not served here.\n", 421)(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        well_formed = _HOST.fullmatch(hosts[0].decode("latin-1").lower()) if len(hosts) == 1 else None
        if well_formed is None:
            return False
        name = well_formed["name"]
        return self._any or name in self._names or name.endswith(self._endings)
