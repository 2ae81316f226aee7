"""Where requests come from: the peer of the socket, or whom trusted proxies name."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

from starlette.types import ASGIApp, Receive, Scope, Send

from domain.audit import Origin
from domain.vocabulary import OriginKind
from store.origin import coming_from

Address: TypeAlias = IPv4Address | IPv6Address
Networks: TypeAlias = Sequence[IPv4Network | IPv6Network]
_FORWARDED, _AGENT = b"x-forwarded-for", b"user-agent"
_PROXIES = "gateway.proxies"


class Origins:
    """ASGI middleware: notes for the audit trail where a request comes from, and for `address_of` its address."""

    def __init__(self, app: ASGIApp, proxies: Networks) -> None:
        self._app = app
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope[_PROXIES] = self._proxies
        with coming_from(lambda: origin_of(scope, OriginKind.HTTP)):
            await self._app(scope, receive, send)


def origin_of(scope: Scope, kind: OriginKind) -> Origin:
    """Where a request comes from."""
    return Origin.of_request(kind, address_of(scope), _said(scope, _AGENT))


def address_of(scope: Scope) -> str | None:
    """The last address of the way here that is no trusted proxy; None where the socket has none.

    Whatever was named before that one may be made up.
    """
    peer, forwarded = scope.get("client"), _said(scope, _FORWARDED)
    if peer and forwarded is None:
        return _shown(peer[0])
    found = _read(peer[0]) if peer else None
    for name in reversed((forwarded or "").split(",")):
        named = _read(name)
        if found is None or named is None or not _is_among(found, scope.get(_PROXIES, ())):
            break
        found = named
    return str(found) if found else None


@lru_cache(1_024)
def _shown(text: str) -> str | None:
    found = _read(text)
    return str(found) if found else None


def _said(scope: Scope, wanted: bytes) -> str | None:
    values = [value.decode("latin-1") for name, value in scope["headers"] if name == wanted]
    return ", ".join(values) or None


def _read(text: str) -> Address | None:
    """An address as proxies write it, with or without brackets and port."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_among(address: Address, networks: Networks) -> bool:
    return any(address in network for network in networks)
