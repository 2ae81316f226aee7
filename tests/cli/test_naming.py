"""A firm is named to commands by its id, or by its country and number as people write them."""

from uuid import UUID

import click
import pytest

from domain.ids import IdKind, encode
from gateway.cli.naming import public_id, the_firm
from store.engine import Store
from tests.world import World


async def test_a_firm_is_found_by_its_id_and_by_its_number(store: Store, world: World) -> None:
    firm = await world.partner(country="DK", registration_number="13585628")
    names = [firm.public_id, "DK:13585628", "dk: 13 58 56-28"]
    assert [await the_firm(store, name) for name in names] == [firm.id] * 3
    assert [await public_id(store, name) for name in names] == [firm.public_id] * 3


@pytest.mark.parametrize("name", ["7", "DK:", "DK:29189846", "XX:1", encode(IdKind.PARTNER, UUID(int=7))])
async def test_a_firm_that_is_not_there_is_refused_with_the_forms(store: Store, world: World, name: str) -> None:
    await world.partner(country="DK", registration_number="13585628")
    with pytest.raises(click.BadParameter, match=r"partner_\.\.\..*DK:12345678.*gateway partner list"):
        await the_firm(store, name)
    assert await public_id(store, name) == name
