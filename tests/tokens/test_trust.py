"""What an operator configures is what the verifier does."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from gateway.settings import Settings
from gateway.tokens import InvalidToken, LocalIssuer, TrustedIssuer, Verifier, build_verifier

from .conftest import AUDIENCE, Issuer

Configure = Callable[..., Verifier]


@pytest.fixture
async def configured(issuer: Issuer, tmp_path: Path) -> AsyncIterator[Configure]:
    async with AsyncExitStack() as stack:

        def configure(item: dict[str, Any] | None = None, **environ: str) -> Verifier:
            trusted = {"issuer": issuer.name, "jwks_url": issuer.jwks_url, "audience": AUDIENCE, **(item or {})}
            variables = {"DATA_DIR": str(tmp_path), "ISSUERS": json.dumps([trusted]), **environ}
            settings = Settings.from_environment({f"GATEWAY_{name}": value for name, value in variables.items()})
            verifier = build_verifier(settings)
            stack.push_async_callback(verifier.aclose)
            return verifier

        yield configure


def current(issuer: Issuer, **claims: Any) -> str:
    now = int(time.time())
    return issuer.token(**{"iat": now, "exp": now + 600, **claims})


async def refuses(answer: Awaitable[Any]) -> str:
    with pytest.raises(InvalidToken) as caught:
        await answer
    return caught.value.reason


async def test_a_configured_issuer_is_trusted(configured: Configure, issuer: Issuer) -> None:
    assert (await configured().verify(current(issuer))).subject == "ada"


async def test_the_configured_algorithms_alone_are_accepted(configured: Configure, issuer: Issuer) -> None:
    verifier = configured({"algorithms": ["ES256"]})
    assert await refuses(verifier.verify(current(issuer))) == "alg: not allowed for this issuer"
    assert await verifier.verify(current(issuer, kid="ec", algorithm="ES256"))


async def test_the_configured_audience_is_required(configured: Configure, issuer: Issuer) -> None:
    verifier = configured({"audience": "elsewhere"})
    assert await refuses(verifier.verify(current(issuer))) == "aud: another audience"
    assert await verifier.verify(current(issuer, aud="elsewhere"))


async def test_the_configured_leeway_is_given(configured: Configure, issuer: Issuer) -> None:
    token = current(issuer, exp=int(time.time()) - 15)
    assert await configured(TOKEN_LEEWAY_SECONDS="60").verify(token)
    assert await refuses(configured(TOKEN_LEEWAY_SECONDS="0").verify(token)) == "exp: expired"


async def test_the_configured_size_is_the_limit(configured: Configure, issuer: Issuer) -> None:
    token = current(issuer, extra="x" * 1000)
    assert await configured().verify(token)
    assert await refuses(configured(TOKEN_MAX_BYTES="1024").verify(token)) == "longer than the limit"


async def test_further_issuers_of_this_process_can_be_trusted(tmp_path: Path) -> None:
    machines = LocalIssuer.load_or_create(tmp_path / "machines", "urn:machines", AUDIENCE)
    settings = Settings.from_environment({"GATEWAY_DATA_DIR": str(tmp_path)})
    trusted = TrustedIssuer(machines.issuer, AUDIENCE, frozenset({"Ed25519"}), machines)
    token = machines.mint("robot", client_id="robot")
    assert (await build_verifier(settings, [trusted]).verify(token)).issuer == "urn:machines"
    assert await refuses(build_verifier(settings).verify(token)) == "iss: not trusted"
