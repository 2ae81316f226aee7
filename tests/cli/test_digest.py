"""`gateway digest preview`: what would be sent now is printed, and why nothing would."""

import asyncio
from datetime import UTC, datetime

import pytest

from domain.vocabulary import SignalKind
from store.engine import open_store
from store.vault import Vault
from tests.cli.conftest import Gateway
from tests.world import Firm, World

EMAIL = "bo@nord.example"


async def _filled(url: str) -> Firm:
    """A firm whose Bo has chosen the digest of all clients, and works on one that is low."""
    store = open_store(url)
    try:
        firm = await World(store, Vault(["a key for tests alone of 32 letters"]), datetime.now(UTC)).partner(
            name="Nord"
        )
        bo, bakery = await firm.colleague("Bo", email=EMAIL), await firm.client("Bageri <Nord>")
        await firm.assign(bo, bakery)
        await firm.signal(bakery, SignalKind.LOW_BALANCE)
        await firm.digest(bo)
        await firm.colleague(email="ada@nord.example")
        return firm
    finally:
        await store.close()


@pytest.fixture
def firm(migrated: Gateway) -> Firm:
    return asyncio.run(_filled(migrated.environ["GATEWAY_DATABASE_URL"]))


def test_what_would_be_sent_is_printed_as_text_or_html(migrated: Gateway, firm: Firm) -> None:
    asked = ("digest", "preview", "--partner", firm.public_id, "--as", EMAIL)
    text, page = migrated(*asked), migrated(*asked, "--html")
    assert (text.code, page.code) == (0, 0), text.err + page.err
    assert "- Bageri <Nord> (DKK" in text.out
    assert "balance is low" in text.out
    assert "Bageri &lt;Nord&gt;" in page.out
    assert "/unsubscribe/" not in text.out + page.out


def test_why_nothing_would_be_sent_is_told(migrated: Gateway, firm: Firm) -> None:
    asked = ("digest", "preview", "--partner", firm.public_id)
    not_chosen = migrated(*asked, "--as", "ada@nord.example")
    assert (not_chosen.code, "has not chosen such a digest" in not_chosen.err) == (1, True)
    assert migrated(*asked, "--as", "x").code == 2
    assert migrated(*asked, "--as", EMAIL, "--client", "7").code == 2
    assert migrated("digest", "preview", "--partner", "7", "--as", EMAIL).code == 2
