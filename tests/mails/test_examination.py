"""What an operator is told of mails: whether the server takes us in, and what waits or was given up."""

import pytest
from sqlalchemy import update

from domain.vocabulary import Role
from gateway.mails.carriers import Failed, Smtp
from store.engine import Store
from store.examining import waiting_mails
from store.tables import mail
from tests.invites.asking import INVITE_CLIENT, ask, bakery
from tests.mails.conftest import Server
from tests.portal import Portal
from tests.world import World


async def test_a_mail_server_is_greeted_without_a_mail(smtp: Server) -> None:
    await Smtp(f"smtp://127.0.0.1:{smtp.port}").greet(5)
    assert smtp.accepted == []
    # It knows no login.
    with pytest.raises(Failed):
        await Smtp(f"smtp://ada:hush@127.0.0.1:{smtp.port}").greet(5)


async def test_mails_of_all_firms_are_counted(world: World, portal: Portal, store: Store, admin_store: Store) -> None:
    for name in ("Nord Revision", "Syd Revision"):
        firm = await world.partner(name=name)
        await ask(portal.of(await firm.colleague(role=Role.ADMIN)), INVITE_CLIENT, **bakery())
    waiting = await waiting_mails(store)
    async with admin_store.engine.begin() as connection:
        given_up = update(mail).values(status="DEAD").returning(mail.c.partner_id)
        firms = (await connection.execute(given_up)).scalars().all()
    assert len(set(firms)) == 2
    assert waiting == {"QUEUED": len(firms), "DEAD": 0}
    assert await waiting_mails(store) == {"QUEUED": 0, "DEAD": len(firms)}
