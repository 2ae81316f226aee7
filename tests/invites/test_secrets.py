"""The secret of a link is nowhere but in the mail, sealed."""

import pytest
from sqlalchemy import select

from domain.vocabulary import Role
from store.engine import Store
from store.tables import METADATA
from store.vault import Vault
from tests.invites.asking import (
    ACCEPT,
    INVITE_CLIENT,
    INVITE_COLLEAGUES,
    RESEND,
    acceptance,
    ask,
    bakery,
    left,
    secret_in,
)
from tests.portal import Portal
from tests.world import World


async def test_no_table_and_no_log_holds_a_secret(
    world: World, portal: Portal, admin_store: Store, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    sent = await ask(caller, INVITE_CLIENT, **bakery(idempotencyKey="once"))
    await ask(caller, RESEND, inviteId=sent["invite"]["id"])
    await ask(caller, INVITE_COLLEAGUES, text="bo@firm.example")
    secrets = [secret_in(mail, vault) for mail in (await left(admin_store)).mails]
    await ask(portal.anybody, ACCEPT, **acceptance(secrets[1], idempotencyKey="once"))
    async with admin_store.engine.connect() as connection:
        stored = [str(row) for table in METADATA.sorted_tables for row in await connection.execute(select(table))]
    assert len(secrets) == len(set(secrets)) == 3
    for secret in secrets:
        assert not any(secret in text for text in stored)
        assert secret not in caplog.text
