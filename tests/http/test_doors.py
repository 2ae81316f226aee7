"""Who gets in at all: hosts, origins, and the many ways to present a token wrongly."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from store.engine import Store
from tests.portal import Portal
from tests.portal.portal import Caller, open_portal
from tests.servers.databases import Database
from tests.world import World

QUERY = "{ viewer { kind } }"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "gateway.example.evil.example",
        "gateway.example@evil.example",
        "",
        "gateway.example:80:80",
        "gateway.example/..",
        "xgateway.example",
        "[::1",
        "*",
    ],
)
async def test_another_host_is_421(portal: Portal, host: str) -> None:
    response = await portal.http.post("/graphql", json={"query": "{ __typename }"}, headers={"host": host})
    assert response.status_code == 421


@pytest.mark.parametrize("host", ["gateway.example", "GATEWAY.example:8443", "localhost", "127.0.0.1:9", "[::1]:80"])
async def test_our_own_names_are_answered_with_any_port(portal: Portal, host: str) -> None:
    response = await portal.http.post("/graphql", json={"query": "{ __typename }"}, headers={"host": host})
    assert response.status_code == 200


async def test_probes_come_by_address(portal: Portal) -> None:
    response = await portal.http.get("/health/live", headers={"host": "10.1.2.3:8000"})
    assert response.json() == {"status": "live"}


async def test_hosts_can_be_allowed_by_pattern(store: Store, database: Database, tmp_path: Path, now: datetime) -> None:
    hosts = {"GATEWAY_ALLOWED_HOSTS": "*.firm.example"}
    opened = open_portal(store, database.url, tmp_path, now, **hosts)
    statuses = {}
    for host in ("a.firm.example", "a.b.firm.example", "firm.example", "evilfirm.example"):
        response = await opened.http.get("/graphql", params={"query": "{ __typename }"}, headers={"host": host})
        statuses[host] = response.status_code
    await opened.http.aclose()
    assert statuses == {"a.firm.example": 200, "a.b.firm.example": 200, "firm.example": 421, "evilfirm.example": 421}


async def test_only_listed_origins_may_call_from_a_browser(
    store: Store, database: Database, tmp_path: Path, now: datetime
) -> None:
    allowed = {"GATEWAY_ALLOWED_ORIGINS": "https://portal.example"}
    opened = open_portal(store, database.url, tmp_path, now, **allowed)

    async def preflight(origin: str) -> tuple[int, str | None]:
        wanted = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
        response = await opened.http.options("/graphql", headers={"origin": origin, **wanted})
        return response.status_code, response.headers.get("access-control-allow-origin")

    assert await preflight("https://portal.example") == (200, "https://portal.example")
    assert await preflight("https://evil.example") == (400, None)
    assert await preflight("null") == (400, None)
    await opened.http.aclose()


async def test_without_configured_origins_no_browser_is_told_anything(portal: Portal) -> None:
    response = await portal.http.get(
        "/graphql", params={"query": "{ __typename }"}, headers={"origin": "https://portal.example"}
    )
    assert not [name for name in response.headers if name.startswith("access-control")]


async def test_typename_needs_no_token_but_anything_personal_does(portal: Portal) -> None:
    assert (await portal.anybody("{ __typename }")).data == {"__typename": "Query"}
    answer = await portal.anybody(QUERY)
    assert (answer.status, answer.codes) == (401, ["UNAUTHENTICATED"])
    assert "Authorization: Bearer" in answer.errors[0]["message"]
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_every_bad_token_is_refused_alike(portal: Portal, world: World) -> None:
    colleague = await (await world.partner()).colleague()
    identity = colleague.identity
    good = portal.issuer.mint(identity.subject, email=identity.email)
    expired = portal.issuer.mint(identity.subject, lifetime=timedelta(hours=-1))
    head, payload, signature = good.split(".")
    bad = [expired, f"{head}.{payload}.{signature[::-1]}", f"{head}..{signature}", "x", "a.b.c", "x" * 9_000, "x" * 100]
    bearers = [f"Bearer {token}" for token in bad]
    schemes = [
        f"Basic {good}",
        good,
        "Bearer",
        "Bearer ",
        f"Token {good}",
        f"Bearer {good} {good}",
        f"Bearer {good}, x",
    ]
    answers = [await Caller(portal.http, {"Authorization": given})(QUERY) for given in bearers + schemes]
    assert {answer.status for answer in answers} == {401}
    assert len({answer.raw for answer in answers}) == 1
    where = 'resource_metadata="http://gateway.example/.well-known/oauth-protected-resource/graphql"'
    assert {answer.headers["www-authenticate"] for answer in answers} == {f'Bearer error="invalid_token", {where}'}


async def test_a_bad_token_is_refused_even_where_none_is_needed(portal: Portal) -> None:
    assert (await portal.bearer("x")("{ __typename }")).status == 401


async def test_two_authorization_headers_are_refused_even_if_one_is_good(portal: Portal, world: World) -> None:
    colleague = await (await world.partner()).colleague()
    token = portal.issuer.mint(colleague.identity.subject)
    headers = [("authorization", f"Bearer {token}"), ("authorization", f"Bearer {token}")]
    response = await portal.http.post("/graphql", json={"query": QUERY}, headers=headers)
    assert response.status_code == 401


async def test_the_scheme_is_read_in_any_case(portal: Portal, world: World) -> None:
    colleague = await (await world.partner()).colleague()
    token = portal.issuer.mint(colleague.identity.subject)
    answer = await Caller(portal.http, {"Authorization": f"bEARER {token}"})(QUERY)
    assert answer.data == {"viewer": {"kind": "COLLEAGUE"}}
