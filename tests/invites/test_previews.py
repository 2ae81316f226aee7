"""What the page behind a link shows before anybody answers."""

import pytest
from sqlalchemy import select

from domain.vocabulary import InviteStatus, Role
from store.engine import Store
from store.tables import audit_entry
from tests.invites.asking import PREVIEW
from tests.portal import Portal
from tests.world import World


async def test_an_open_invite_says_who_invites_whom_until_when(world: World, portal: Portal) -> None:
    firm = await world.partner("Berg Revision")
    _, secret = await firm.client_invite(
        "Holms Bageri", by=await firm.colleague("Bo Skov"), name="Ida Holm", message="Hi"
    )
    assert (await portal.anybody(PREVIEW, token=secret)).data["invitePreview"] == {
        "kind": "CLIENT",
        "partnerName": "Berg Revision",
        "inviterName": "Bo Skov",
        "name": "Ida Holm",
        "companyName": "Holms Bageri",
        "role": None,
        "message": "Hi",
        "expiresAt": "2026-06-12T09:00:00Z",
    }


async def test_a_colleague_sees_the_role_that_is_offered(world: World, portal: Portal) -> None:
    firm = await world.partner()
    _, secret = await firm.colleague_invite(role=Role.VIEWER)
    seen = (await portal.person("bo@firm.example")(PREVIEW, token=secret)).data["invitePreview"]
    assert (seen["kind"], seen["role"], seen["inviterName"], seen["companyName"]) == ("COLLEAGUE", "VIEWER", None, None)


async def test_who_opened_an_invite_is_whoever_was_invited(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    (_, to_client), (joining, to_colleague) = await firm.client_invite(), await firm.colleague_invite()
    for secret in (to_client, to_colleague, to_colleague):
        await portal.anybody(PREVIEW, token=secret)
    async with admin_store.engine.connect() as connection:
        columns = (audit_entry.c.action, audit_entry.c.actor_kind, audit_entry.c.actor_id)
        found = (await connection.execute(select(*columns).order_by(audit_entry.c.position))).all()
    assert [tuple(row) for row in found] == [
        ("client_invite.opened", "CLIENT", None),
        ("colleague_invite.opened", "COLLEAGUE", joining.colleague_id),
    ]


@pytest.mark.parametrize("kind", ["client", "colleague"])
async def test_whatever_is_not_open_shows_nothing(world: World, portal: Portal, kind: str) -> None:
    firm = await world.partner()
    factory = firm.client_invite if kind == "client" else firm.colleague_invite
    closed = [(await factory(status=status))[1] for status in InviteStatus if status is not InviteStatus.SENT]
    lapsed = (await factory(expires_at=firm.now))[1]
    answers = {(await portal.anybody(PREVIEW, token=token)).raw for token in [*closed, lapsed, "", "wrong", "\x00"]}
    (answer,) = answers
    assert answer.startswith(b'{"data":{"invitePreview":null},')
