"""Following a hand-over link: once, privately, and not by whoever merely looks at it."""

import pytest

from domain.vocabulary import AccessLevel
from tests.portal import Portal
from tests.world import World

OPEN = """
mutation ($input: OpenClientAccountInput!) {
  openClientAccount(input: $input) { url userErrors { code message } }
}
"""


@pytest.fixture
async def link(world: World, portal: Portal) -> str:
    """A fresh link of a bookkeeper into the account of a client."""
    firm = await world.partner()
    bo, client = await firm.colleague(), await firm.client(level=AccessLevel.EXTENDED)
    await firm.assign(bo, client)
    answer = await portal.of(bo)(OPEN, input={"clientId": client.public_id})
    assert answer.data["openClientAccount"]["userErrors"] == []
    return str(answer.data["openClientAccount"]["url"])


async def test_a_link_leads_away_once_and_leaves_no_trace(portal: Portal, link: str) -> None:
    first, second = await portal.http.get(link), await portal.http.get(link)
    assert (first.status_code, second.status_code) == (303, 404)
    assert first.headers["location"].startswith("https://platform.example/")
    for answer in (first, second):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-robots-tag"] == "noindex"
    assert "Open the account from the portal again" in second.text


@pytest.mark.parametrize("headers", [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}])
async def test_a_browser_that_fetches_ahead_does_not_use_it_up(
    portal: Portal, link: str, headers: dict[str, str]
) -> None:
    ahead = await portal.http.get(link, headers=headers)
    assert (ahead.status_code, ahead.content) == (204, b"")
    assert (await portal.http.get(link)).status_code == 303


@pytest.mark.parametrize(("method", "status"), [("HEAD", 204), ("POST", 405), ("OPTIONS", 405)])
async def test_other_methods_do_not_use_it_up(portal: Portal, link: str, method: str, status: int) -> None:
    assert (await portal.http.request(method, link)).status_code == status
    assert (await portal.http.get(link)).status_code == 303


@pytest.mark.parametrize("secret", ["x", "x" * 5_000, "%00", "%2e%2e", "a/b"])
async def test_what_is_no_link_is_404(portal: Portal, secret: str) -> None:
    assert (await portal.http.get(f"/hand-over/{secret}")).status_code == 404
