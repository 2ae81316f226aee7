"""Where webhooks may be delivered: addresses of the public internet by https, and networks that an operator opened."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

IpAddress = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MOST_LETTERS = 2_000
_PORTS = {"https": 443, "http": 80}
_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.?")
# Names that only ever mean something inside: this machine, a local network, services of clouds.
_INSIDE = ("localhost", "local", "internal", "lan", "home.arpa", "intranet", "localdomain")
# Public by their number, and yet never a receiver: relays into other networks, a cloud's own service, documentation.
_CLOSED = [
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
]
_UNICAST = ip_network("2000::/3")


class UnfitAddress(ValueError):
    """An address to which nothing is delivered; says why, in words for whoever gave it."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """A receiver as its address says: `target` is the path with the query, `address` the host where it is a number."""

    scheme: str
    host: str
    port: int
    target: str
    address: IpAddress | None


def read_receiver(url: str, opened: Sequence[Network] = ()) -> Receiver:
    """Reads the address of a receiver; raises UnfitAddress.

    What its name resolves to is to be judged at each delivery (`check_address`). Without networks that were opened only
    https on port 443 is delivered to.
    """
    parts = _split(url)
    found = Receiver(parts.scheme, parts.hostname or "", _port(parts), _target(parts), _number(parts.hostname or ""))
    if found.address is not None:
        check_address(found.address, found, opened)
        return found
    if not _NAME.fullmatch(found.host):
        raise UnfitAddress("its host is no name; write one like hooks.example.com, letters beyond ASCII as `xn--...`.")
    if not opened:
        _check_public(found)
    return found


def check_address(address: IpAddress, receiver: Receiver, opened: Sequence[Network] = ()) -> None:
    """Raises UnfitAddress for a number that must not be connected to; in an opened network all are good."""
    address = _plain(address)
    if any(address in network for network in opened):
        return
    if not _is_public(address):
        raise UnfitAddress("it leads to an address that is not of the public internet.")
    _check_public(receiver)


def _split(url: str) -> SplitResult:
    if len(url) > MOST_LETTERS or not url.isascii() or re.search(r"[\s\x00-\x1f\x7f\\]", url):
        raise UnfitAddress(f"write at most {MOST_LETTERS} ASCII characters without spaces, the rest percent-encoded.")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise UnfitAddress("its host or port is malformed.") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UnfitAddress("it must begin with https:// and name a host.")
    if "@" in parts.netloc:
        raise UnfitAddress("it must not carry a user name or password; check the signature instead.")
    if "#" in url:
        raise UnfitAddress("it must not carry a fragment (#).")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port if parts.port is not None else _PORTS[parts.scheme]


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _number(host: str) -> IpAddress | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _check_public(receiver: Receiver) -> None:
    if receiver.scheme != "https":
        raise UnfitAddress("it must begin with https://.")
    if receiver.port != _PORTS["https"]:
        raise UnfitAddress("only port 443 is delivered to; leave the port out.")
    name = receiver.host.rstrip(".")
    is_inside = "." not in name or any(name == each or name.endswith(f".{each}") for each in _INSIDE)
    # Numbers in other spellings (octal, one big number) are numbers to some resolvers.
    is_numeric = re.fullmatch(r"[0-9]+|0x[0-9a-f]*", name.rpartition(".")[2]) is not None
    if receiver.address is None and (is_inside or is_numeric):
        raise UnfitAddress("its host is a name of a private network; give one of the public internet.")


def _plain(address: IpAddress) -> IpAddress:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_public(address: IpAddress) -> bool:
    if not address.is_global or address.is_multicast or any(address in network for network in _CLOSED):
        return False
    # What is not global unicast carries other addresses inside it, as NAT64 does.
    return isinstance(address, IPv4Address) or address in _UNICAST
