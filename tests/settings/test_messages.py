"""Each value that cannot be used is refused with the variable and the cure."""

import json
from typing import Any

import pytest

from gateway.settings import Settings, SettingsError

from .test_defaults import ISSUERS, PRODUCTION


def told(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environ)
    return list(caught.value.problems)


POSTGRESQL = "postgresql+asyncpg://user:password@host:5432/name."
SQLITE = "sqlite+aiosqlite:///path/to/gateway.db."
HOSTS = (
    "must list host names without scheme, port and path, such as portal.example.com, *.example.com or [::1], "
    "separated by commas."
)
ORIGINS = (
    "must list full origins without path, such as https://portal.example.com, separated by commas; "
    "* and null are not accepted."
)
ADDRESS = "must be an address that begins with https:// or http://, such as https://portal.example.com."
BARE = "must not carry credentials, a query or a fragment; keep scheme, host, port and path."
BROKEN = "is not a valid address; check its host and port."
ROLE = "must be a PostgreSQL role in lower-case letters, digits and underscores, or empty to act as the login role."
KEYS = "; give comma-separated keys of at least 32 characters, as `openssl rand -hex 32` makes."
MEMORY = f"must name a file, since an in-memory database is lost with its connection; write {SQLITE}"
REDIS = "must begin with redis:// or rediss:// and name a host, such as redis://localhost:6379/0."

VALUES = [
    ("PROFILE", "staging", "must be one of development, production."),
    ("DATA_DIR", "", "is empty; name a directory or remove the variable."),
    ("CATALOGUE", "/nowhere", "must name a folder that exists."),
    ("LOG_LEVEL", "trace", "must be one of debug, info, warning, error."),
    ("LOG_FORMAT", "xml", "must be one of console, json."),
    *[("PORT", text, "must be a whole number from 0 to 65535.")
      for text in ("", "x", "-1", "65536", "1.5", "٣", "1_0")],
    ("PORT", "tcp://10.0.0.1:80", "must be a whole number from 0 to 65535."),
    ("WORKERS", "0", "must be a whole number from 1 to 64."),
    ("TOKEN_LEEWAY_SECONDS", "61", "must be a whole number from 0 to 60."),
    ("MAX_BODY_BYTES", "1023", "must be a whole number from 1024 to 16777216."),
    *[("REQUEST_TIMEOUT_SECONDS", text, "must be a number of seconds from 0.1 to 300.")
      for text in ("0", "nan", "1e2")],
    *[("GRAPHIQL", text, "must be true or false.") for text in ("", "yes", "1")],
    *[("DATABASE_URL", text, f"has a scheme that is not supported; write the driver into it: {POSTGRESQL}")
      for text in ("postgres://u:p@h/d", "postgresql://u:p@h/d", "postgresql+psycopg2://u:p@h/d")],
    *[("DATABASE_URL", text, f"has a scheme that is not supported; write the driver into it: {SQLITE}")
      for text in ("sqlite:///x.db", "sqlite3:///x.db")],
    *[("DATABASE_URL", text, f"has a scheme that is not supported; write {SQLITE[:-1]} or {POSTGRESQL}")
      for text in ("mysql://u:p@h/d", "", "gateway.db")],
    *[("DATABASE_URL", f"sqlite+aiosqlite://{rest}", MEMORY)
      for rest in ("", "/", "/:memory:", "/file:x?mode=memory&uri=true")],
    ("DATABASE_URL", "sqlite+aiosqlite://x.db",
     f"needs three slashes for a relative path and four for an absolute one; write {SQLITE}"),
    ("DATABASE_URL", "postgresql+asyncpg://u:p@h", f"names no database; write {POSTGRESQL}"),
    ("DATABASE_URL", "postgresql+asyncpg://u:p@h:port/d", BROKEN),
    *[("DATABASE_ROLE", text, ROLE) for text in ("Gateway", "a b", 'a"; DROP', "1a")],
    *[("REDIS_URL", text, REDIS) for text in ("http://x", "redis://", "localhost:6379")],
    *[("HOST", text, "must be a host name or an address without port or brackets, such as 127.0.0.1 or 0.0.0.0.")
      for text in ("", "http://x", "[::1]", "a b")],
    *[("PUBLIC_URL", text, ADDRESS) for text in ("", "portal.example.com", "ftp://x", "https://", "https://a b")],
    *[("PUBLIC_URL", text, BARE) for text in ("https://u:p@x", "https://x?a=1", "https://x#a")],
    *[("PUBLIC_URL", text, BROKEN) for text in ("https://x:99999", "https://[::1")],
    *[("ALLOWED_HOSTS", text, HOSTS) for text in ("https://x", "x:80", "x/y", "a.*.com", "x y")],
    *[("ALLOWED_ORIGINS", text, ORIGINS) for text in ("*", "null", "https://x/y", "x.com", "https://u@x")],
    ("SECRET_KEYS", "", f"is empty{KEYS}"),
    ("SECRET_KEYS", "short", f"key 1 is too short{KEYS}"),
    ("SECRET_KEYS", f"{'a' * 32},short,{'b' * 31}", f"key 2, 3 is too short{KEYS}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "problem"), VALUES)
def test_a_value_that_does_not_fit_is_refused_with_its_cure(name: str, value: str, problem: str) -> None:
    assert told({f"GATEWAY_{name}": value}) == [f"GATEWAY_{name}: {problem}"]


ITEM = {"issuer": "https://a.example", "jwks_url": "https://a.example/jwks", "audience": "x"}
EXAMPLE = (
    '{"issuer": "https://login.example.com", "jwks_url": "https://login.example.com/jwks", '
    '"audience": "partner-gateway"}'
)
ALGORITHMS = (
    "item 1: algorithms must be a list of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, Ed25519, "
    "EdDSA; none and the shared-secret HS algorithms are never accepted."
)
MEMBERS = "item 1: has an unknown member; use issuer, jwks_url, audience, algorithms, operators."
LISTS: list[tuple[Any, list[str]]] = [
    *[(value, [f"must be a JSON list with at least one item, such as [{EXAMPLE}]."]) for value in ({}, [], 1, None)],
    (["https://a.example"], [f"item 1: must be an object, such as {EXAMPLE}."]),
    ([{}], [f"item 1: {name} must be a text and is required." for name in ITEM]),
    ([ITEM, {**ITEM, "audience": ["x"]}], ["item 2: audience must be a text and is required."]),
    ([{**ITEM, "issuer": " "}], ["item 1: issuer must be a text and is required."]),
    ([{**ITEM, "jwks_url": "a.example"}], [f"item 1: jwks_url {ADDRESS}"]),
    ([{**ITEM, "jwks_url": "https://u:p@a.example"}], [f"item 1: jwks_url {BARE}"]),
    ([{**ITEM, "algorithm": ["RS256"]}], [f"{MEMBERS} Did you mean algorithms?"]),
    ([{**ITEM, "zzz": 1}], [MEMBERS]),
    *[([{**ITEM, "algorithms": names}], [ALGORITHMS])
      for names in ([], ["none"], ["HS256"], ["RS256", "HS512"], "RS256", None, [[]])],
    ([{**ITEM, "operators": "yes"}], ["item 1: operators must be true or false."]),
    ([ITEM, ITEM], ["lists one issuer twice; keep one item per issuer."]),
]  # fmt: skip


@pytest.mark.parametrize(("value", "problems"), LISTS)
def test_issuers_that_do_not_fit_are_refused_with_their_cure(value: Any, problems: list[str]) -> None:
    assert told({"GATEWAY_ISSUERS": json.dumps(value)}) == [f"GATEWAY_ISSUERS: {each}" for each in problems]


@pytest.mark.parametrize("text", ["", "{", "https://a.example", "[" * 100_000])
def test_issuers_must_be_json(text: str) -> None:
    assert told({"GATEWAY_ISSUERS": text}) == ["GATEWAY_ISSUERS: is not valid JSON."]


def test_issuers_may_not_name_a_member_twice() -> None:
    text = '[{"issuer": "https://a.example", "issuer": "https://b.example"}]'
    assert told({"GATEWAY_ISSUERS": text}) == ["GATEWAY_ISSUERS: names a member twice; keep one of them."]


@pytest.mark.parametrize("given", [{}, {"operators": False}, {"operators": True}])
def test_only_an_issuer_that_says_so_makes_operators(given: dict[str, bool]) -> None:
    text = json.dumps([{**ITEM, **given}])
    settings = Settings.from_environment({**PRODUCTION, "GATEWAY_ISSUERS": text})
    assert settings.issuers[0].operators is given.get("operators", False)


def test_issuers_may_narrow_the_algorithms() -> None:
    text = json.dumps([{**ITEM, "algorithms": ["ES256"], "jwks_url": "https://a.example/jwks?p=1"}])
    settings = Settings.from_environment({**PRODUCTION, "GATEWAY_ISSUERS": text})
    assert settings.issuers[0].algorithms == ("ES256",)


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("PUBLIC_URL", "set it to the https address clients use."),
        ("PLATFORM_URL", "set it to the address where clients' accounts are opened."),
        ("ISSUERS", "list at least one trusted token issuer."),
        ("SECRET_KEYS", "set a secret of at least 32 characters, as `openssl rand -hex 32` makes."),
    ],
)
def test_production_insists_on_what_must_be_configured(name: str, cure: str) -> None:
    environ = {key: value for key, value in PRODUCTION.items() if key != f"GATEWAY_{name}"}
    assert told(environ) == [f"GATEWAY_{name}: is required in production; {cure}"]


PLAIN = ISSUERS.replace("https://login.example/jwks", "http://login.example/jwks")
TOGETHER: list[tuple[dict[str, str], str]] = [
    *[({f"GATEWAY_{name}": "http://x.example"},
       f"GATEWAY_{name}: must begin with https:// in production, except on a loopback address.")
      for name in ("PUBLIC_URL", "PORTAL_URL", "PLATFORM_URL")],
    ({"GATEWAY_ISSUERS": PLAIN},
     "GATEWAY_ISSUERS: item 1: jwks_url must begin with https://, except on a loopback address."),
    ({"GATEWAY_LOCAL_ISSUER": "true"},
     "GATEWAY_LOCAL_ISSUER: is refused in production; remove it and list real issuers in GATEWAY_ISSUERS."),
    ({"GATEWAY_ALLOWED_HOSTS": "*"},
     "GATEWAY_ALLOWED_HOSTS: * is refused in production; list the host names that lead here."),
    ({"GATEWAY_ALLOWED_HOSTS": ""},
     "GATEWAY_ALLOWED_HOSTS: is empty, so no request could be answered; list hosts or remove it."),
    ({"GATEWAY_WORKERS": "2", "GATEWAY_REDIS_URL": "redis://x"},
     "GATEWAY_WORKERS: more than one needs PostgreSQL; set GATEWAY_DATABASE_URL to it or use 1."),
    ({"GATEWAY_WORKERS": "2", "GATEWAY_DATABASE_URL": "postgresql+asyncpg://h/d", "GATEWAY_REDIS_URL": ""},
     "GATEWAY_WORKERS: more than one needs GATEWAY_REDIS_URL, or events stay in one process; set it or use 1."),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "problem"), TOGETHER)
def test_settings_that_do_not_go_together_are_refused(changes: dict[str, str], problem: str) -> None:
    assert told({**PRODUCTION, **changes}) == [problem]


def test_somebody_must_be_able_to_log_in() -> None:
    assert told({"GATEWAY_LOCAL_ISSUER": "false"}) == [
        "GATEWAY_ISSUERS: is missing while GATEWAY_LOCAL_ISSUER is false, so nobody could log in; set one."
    ]


ACCEPTED: list[tuple[str, str, object]] = [
    ("database_url", "postgresql+asyncpg://u:p@h:5432/d?ssl=require", "postgresql+asyncpg://u:p@h:5432/d?ssl=require"),
    ("database_url", "postgresql+asyncpg://u@/d?host=/run/pg", "postgresql+asyncpg://u@/d?host=/run/pg"),
    ("database_url", "sqlite+aiosqlite:////var/lib/g.db", "sqlite+aiosqlite:////var/lib/g.db"),
    ("database_url", "sqlite+aiosqlite:///g.db", "sqlite+aiosqlite:///g.db"),
    ("database_role", "", ""),
    ("redis_url", "rediss://:p@h:6379/1", "rediss://:p@h:6379/1"),
    ("redis_url", "", None),
    ("public_url", "https://x.example/gateway/", "https://x.example/gateway"),
    ("public_url", "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ("allowed_hosts", "API.example, *.example.com,[::1] ,", ("api.example", "*.example.com", "[::1]")),
    ("allowed_origins", "https://A.example,http://localhost:3000/", ("https://a.example", "http://localhost:3000")),
    ("graphiql", " TRUE ", True),
    ("request_timeout_seconds", "0.5", 0.5),
    ("log_level", "DEBUG", "debug"),
]


@pytest.mark.parametrize(("name", "text", "value"), ACCEPTED)
def test_values_that_fit_are_taken(name: str, text: str, value: object) -> None:
    assert getattr(Settings.from_environment({**PRODUCTION, f"GATEWAY_{name.upper()}": text}), name) == value
