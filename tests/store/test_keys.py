"""What a transaction is opened with: whatever could mean something in SQL is bound, never written into a text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from store.engine import Store
from store.reading import Reader
from store.tables import colleague
from store.tenancy import Keys
from tests.world import World

SETTING = re.compile(r"SET LOCAL gateway\.[a-z_]+ = '[A-Za-z0-9@._:/|+-]+'")
HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet="aZ0@.'\\\";-$\n\0%{}", max_size=20),
    st.sampled_from(["x'; DROP TABLE client; --", "\\'", "$$", "a\n", "'", "U&'\\0027'", "аdmin"]),
)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_only_tame_texts_are_written_and_everything_else_is_bound(issuer: str, subject: str, email: str) -> None:
    keys = Keys(issuer=issuer, subject=subject, email=email)
    assert [text for text in keys.safe() if not SETTING.fullmatch(text)] == []
    written = {text.split(" ")[2]: text.split("'")[1] for text in keys.safe()}
    assert written.keys().isdisjoint(keys.foreign())
    assert written | keys.foreign() == {"gateway.issuer": issuer, "gateway.subject": subject, "gateway.email": email}


@pytest.mark.parametrize("subject", ["auth0|5f7c8ec7", "ada's", "x'; SET LOCAL gateway.worker = 'on'; --", "日本"])
@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_either_way_the_policies_see_the_same_text(world: World, store: Store, subject: str) -> None:
    firm = await world.partner()
    ada = await firm.colleague(subject=subject)
    await firm.colleague()
    reader = Reader(store, Keys(issuer=ada.identity.issuer, subject=subject))
    try:
        (row,) = await reader.rows(select(colleague.c.id))
        assert row[0] == ada.id
    finally:
        await reader.close()
