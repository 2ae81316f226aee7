"""The setting that names the token issuers this gateway trusts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gateway.settings.addresses import read_web_address
from gateway.settings.kinds import Kind, unique_json
from gateway.settings.problems import Unfit, did_you_mean

ASYMMETRIC_ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA",
)  # fmt: skip
DEFAULT_ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "Ed25519", "EdDSA")

_EXAMPLE = (
    '[{"issuer": "https://login.example.com", "jwks_url": "https://login.example.com/jwks", '
    '"audience": "partner-gateway"}]'
)
_MEMBERS = ("issuer", "jwks_url", "audience", "algorithms", "operators")


@dataclass(frozen=True)
class Issuer:
    """A trusted issuer: its tokens carry `issuer` as `iss` and `audience` among `aud`; `jwks_url` gives its keys.

    With `operators` its machine tokens may have the scope `platform:operate`, which counts for nothing otherwise.
    """

    issuer: str
    jwks_url: str
    audience: str
    algorithms: tuple[str, ...] = DEFAULT_ALGORITHMS
    operators: bool = False


def _read_issuers(text: str) -> tuple[Issuer, ...]:
    items = unique_json(text)
    if not isinstance(items, list) or not items:
        raise Unfit(f"must be a JSON list with at least one item, such as {_EXAMPLE}.")
    problems = [f"item {place}: {each}" for place, item in enumerate(items, 1) for each in _problems(item)]
    if not problems and len({item["issuer"] for item in items}) < len(items):
        problems = ["lists one issuer twice; keep one item per issuer."]
    if problems:
        raise Unfit(*problems)
    return tuple(Issuer(**{**item, **_algorithms(item)}) for item in items)


def _algorithms(item: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {"algorithms": tuple(item["algorithms"])} if "algorithms" in item else {}


def _problems(item: object) -> Iterator[str]:
    if not isinstance(item, dict):
        yield f"must be an object, such as {_EXAMPLE[1:-1]}."
        return
    for name in item:
        if name not in _MEMBERS:
            yield f"has an unknown member; use {', '.join(_MEMBERS)}.{did_you_mean(name, _MEMBERS)}"
    for name in _MEMBERS[:3]:
        if not isinstance(item.get(name), str) or not item[name].strip():
            yield f"{name} must be a text and is required."
    yield from _url_problems(item.get("jwks_url"))
    yield from _algorithm_problems(item.get("algorithms", ["RS256"]))
    if not isinstance(item.get("operators", False), bool):
        yield "operators must be true or false."


def _url_problems(url: object) -> Iterator[str]:
    if isinstance(url, str) and url.strip():
        try:
            read_web_address(url.partition("?")[0])
        except Unfit as unfit:
            yield from (f"jwks_url {problem}" for problem in unfit.problems)


def _algorithm_problems(names: object) -> Iterator[str]:
    if not isinstance(names, list) or not names or any(name not in ASYMMETRIC_ALGORITHMS for name in names):
        yield (
            f"algorithms must be a list of {', '.join(ASYMMETRIC_ALGORITHMS)}; "
            "none and the shared-secret HS algorithms are never accepted."
        )


ISSUERS = Kind("JSON list of `{issuer, jwks_url, audience, algorithms?, operators?}`", _read_issuers)
