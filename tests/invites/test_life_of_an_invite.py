"""An invite's whole life, in any order of events: what the machine lists happens, and leaves its marks once."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.invite import CLIENT_INVITE
from domain.vocabulary import InviteStatus, Role
from store.engine import Store
from store.tables import audit_entry, invite, mail, outbox_event
from store.vault import Vault
from tests.invites.asking import ACCEPT, CANCEL, DECLINE, RESEND, acceptance, ask, codes, secret_in
from tests.portal import Caller, Portal
from tests.world import Firm, World

MARKS = {"accept": "accepted", "decline": "declined", "cancel": "cancelled", "resend": "resent"}
MAILS = {"accepted": "client_invite_accepted", "declined": "client_invite_declined", "resent": "client_invite_reminder"}
EVENTS = [*MARKS, "lapse", "accept by the first link"]


@dataclass
class Life:
    """One invite, and what should have become of it so far; `lapsed`: past its end, but nobody noted it."""

    firm: Firm
    admin: Caller
    anybody: Caller
    id: str
    links: list[str]
    status: InviteStatus = InviteStatus.SENT
    lapsed: bool = False
    trail: list[str] = field(default_factory=list)

    async def ask(self, event: str) -> dict[str, Any]:
        """Tries one event at the gateway."""
        if event.startswith("accept"):
            link = self.links[-1] if event == "accept" else self.links[0]
            return await ask(self.anybody, ACCEPT, **acceptance(link))
        if event == "decline":
            return await ask(self.anybody, DECLINE, token=self.links[-1])
        return await ask(self.admin, CANCEL if event == "cancel" else RESEND, inviteId=self.id)

    def expect(self, event: str) -> bool:
        """Whether the event should succeed; moves the model if so."""
        if event == "accept by the first link" and len(self.links) > 1:
            return False
        name = event.split(maxsplit=1)[0]
        to = CLIENT_INVITE.events[name].get(InviteStatus.EXPIRED if self.lapsed else self.status)
        if to is None:
            return False
        self.trail += ["expired", MARKS[name]] if self.lapsed else [MARKS[name]]
        self.status, self.lapsed = to, False
        return True


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.sampled_from(EVENTS), min_size=1, max_size=8))
async def test_exactly_the_listed_transitions_happen(
    world: World, portal: Portal, admin_store: Store, vault: Vault, events: list[str]
) -> None:
    firm = await world.partner()
    admin = await firm.colleague(role=Role.ADMIN)
    made, secret = await firm.client_invite(by=await firm.colleague())
    life = Life(firm, portal.of(admin), portal.anybody, made.public_id, [secret])
    for event in events:
        if event == "lapse":
            async with firm.work() as work:
                await work.update(invite, {"expires_at": firm.now}, id=made.id)
            life.lapsed = life.status is InviteStatus.SENT
            continue
        succeeds = life.expect(event)
        refused = codes(await life.ask(event))
        assert refused == [] if succeeds else refused in (["TOKEN_INVALID"], ["WRONG_STATE"])
        if succeeds and event == "resend":
            life.links.append(await newest_link(admin_store, vault, firm))
    await check_marks(admin_store, life, made.id)


async def newest_link(admin_store: Store, vault: Vault, firm: Firm) -> str:
    """The secret in the firm's last reminder."""
    async with admin_store.engine.connect() as connection:
        mine = (mail.c.partner_id == firm.id) & (mail.c.kind == "client_invite_reminder")
        return secret_in((await connection.execute(select(mail).where(mine).order_by(mail.c.id.desc()))).first(), vault)


async def check_marks(admin_store: Store, life: Life, id: Any) -> None:
    """Status, audit, events and mails of the invite are those of the model."""
    async with admin_store.engine.connect() as connection:
        row = (await connection.execute(select(invite).where(invite.c.id == id))).one()
        entries = select(audit_entry).where(audit_entry.c.object_id == id).order_by(audit_entry.c.position)
        audit = [each.action for each in await connection.execute(entries)]
        events = select(outbox_event).where(outbox_event.c.object_id == id).order_by(outbox_event.c.position)
        told = [each.kind for each in await connection.execute(events)]
        mails = select(mail).where(mail.c.partner_id == life.firm.id, mail.c.due_at <= mail.c.created_at)
        sent = sorted(each.kind for each in await connection.execute(mails))
    assert row.status == life.status
    assert audit == told == [f"client_invite.{mark}" for mark in life.trail]
    named = MAILS | {"expired": "client_invite_expired"}
    assert sent == sorted(named[mark] for mark in life.trail if mark in named)
