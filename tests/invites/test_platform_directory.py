"""A company that is on the platform already is not invited: it lets the firm in by a link."""

from graphql import parse
from graphql.execution import execute

from domain.ports import KnownCompanies
from resolvers.context import Context, Links
from schema.access import gated_schema
from store.demo.invites import on_platform
from store.engine import Store
from store.vault import Vault
from tests.invites.asking import INVITE_CLIENT, bakery, left
from tests.portal import Portal
from tests.world import World

LINKS = Links("https://gateway.example", "https://portal.example", "https://platform.example")


async def test_a_company_on_the_platform_is_refused_with_a_link_to_send_instead(
    world: World, store: Store, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    viewer = (await firm.colleague()).viewer
    directory = KnownCompanies([("DK", "13585628")])
    context = Context(store, vault, LINKS, viewer, firm.now, "test", directory=directory)
    running = execute(gated_schema(), parse(INVITE_CLIENT), context_value=context, variable_values={"input": bakery()})
    result = await running  # type: ignore[misc]
    await context.refresh()
    payload = result.data["inviteClient"]
    link = f"https://platform.example/connect/{firm.public_id}"
    assert [error["code"] for error in payload["userErrors"]] == ["ALREADY_ON_PLATFORM"]
    assert (payload["connectUrl"], payload["invite"]) == (link, None)
    assert link in payload["userErrors"][0]["message"]
    assert (await left(admin_store)).invites == []


async def test_in_development_the_companies_that_invited_a_demo_firm_are_on_the_platform(
    world: World, portal: Portal
) -> None:
    country, number = min(on_platform())
    caller = portal.of(await (await world.partner()).colleague())
    answer = await caller(INVITE_CLIENT, input=bakery(country=country, registrationNumber=number))
    assert [error["code"] for error in answer.data["inviteClient"]["userErrors"]] == ["ALREADY_ON_PLATFORM"]
