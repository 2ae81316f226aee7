"""A token issuer of the tests' own, served over real HTTP, and a clock that moves only when told."""

import base64
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from gateway.settings import DEFAULT_ALGORITHMS
from gateway.tokens import RemoteKeys, TrustedIssuer, Verifier

AUDIENCE = "partner-gateway"


class Clock:
    """Wall clock and steady clock in one; both stand still until `advance`."""

    def __init__(self) -> None:
        self._moment = datetime(2030, 1, 2, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self._moment

    def steady(self) -> float:
        return self._moment.timestamp()

    def advance(self, seconds: float) -> None:
        self._moment += timedelta(seconds=seconds)


def encoded(part: Any) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def compact(header: Any, payload: Any, key: Any, algorithm: str) -> str:
    """Sign without any of the library's checks, as an attacker's own tool would."""
    signed = f"{encoded(header)}.{encoded(payload)}"
    return f"{signed}.{encoded(JWSRegistry.algorithms[algorithm].sign(signed.encode(), key))}"


class Issuer:
    """Signs tokens and serves its public keys; what it serves, when, and how often is in the test's hands."""

    def __init__(self, clock: Clock, keys: dict[str, Key]) -> None:
        self._clock = clock
        self.keys = dict(keys)
        self.published: list[Any] = [self.public(kid) for kid in keys]
        self.status = 200
        self.body: bytes | None = None
        self.fetches = 0
        self.arrived, self.released = threading.Event(), threading.Event()
        self.released.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.name = f"http://127.0.0.1:{self._server.server_port}"
        self.jwks_url = f"{self.name}/jwks"

    def public(self, kid: str) -> dict[str, Any]:
        return {**self.keys[kid].as_dict(private=False), "kid": kid, "use": "sig"}

    def stop(self) -> None:
        if self._thread.is_alive():
            self.released.set()
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def header(self, **changes: Any) -> dict[str, Any]:
        return present({"alg": "RS256", "kid": "rsa", "typ": "at+jwt", **changes})

    def payload(self, **changes: Any) -> dict[str, Any]:
        issued_at = int(self._clock.now().timestamp())
        usual = {"iss": self.name, "aud": AUDIENCE, "sub": "ada", "iat": issued_at, "exp": issued_at + 3600}
        return present({**usual, **changes})

    def token(self, *, header: Any = None, kid: str = "rsa", algorithm: str = "RS256", **claims: Any) -> str:
        """A token that is right but for the given changes; a claim or header set to `...` is left out."""
        head = self.header(**{"kid": kid, "alg": algorithm, **(header or {})})
        return compact(head, self.payload(**claims), self.keys[kid], algorithm)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.fetches += 1
                issuer.arrived.set()
                issuer.released.wait(10)
                body = issuer.body if issuer.body is not None else json.dumps({"keys": issuer.published}).encode()
                self.send_response(issuer.status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler


def present(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not ...}


@pytest.fixture(scope="session")
def key_pairs() -> dict[str, Key]:
    return {
        "rsa": RSAKey.generate_key(2048),
        "ec": ECKey.generate_key("P-256"),
        "ed": OKPKey.generate_key("Ed25519"),
        "spare": RSAKey.generate_key(2048),
    }


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def issuer(clock: Clock, key_pairs: dict[str, Key]) -> Iterator[Issuer]:
    serving = Issuer(clock, key_pairs)
    serving.published = [serving.public(kid) for kid in ("rsa", "ec", "ed")]
    yield serving
    serving.stop()


@pytest.fixture
async def make_keys(clock: Clock) -> AsyncIterator[Callable[..., RemoteKeys]]:
    made: list[RemoteKeys] = []

    def make(url: str, **options: Any) -> RemoteKeys:
        made.append(RemoteKeys(url, clock=clock.steady, **options))
        return made[-1]

    yield make
    for keys in made:
        await keys.aclose()


@pytest.fixture
def keys(make_keys: Callable[..., RemoteKeys], issuer: Issuer) -> RemoteKeys:
    return make_keys(issuer.jwks_url)


@pytest.fixture
def verifier(keys: RemoteKeys, issuer: Issuer, clock: Clock) -> Verifier:
    trusted = TrustedIssuer(issuer.name, AUDIENCE, frozenset(DEFAULT_ALGORITHMS), keys)
    return Verifier([trusted], now=clock.now)
