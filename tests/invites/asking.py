"""How these tests ask, and what they look at afterwards: everything that a change leaves behind."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from store.engine import Store
from store.tables import audit_entry, client, colleague, invite, mail, outbox_event
from store.vault import Vault
from tests.portal import Answer, Caller

ERRORS = "userErrors { code message path row }"
INVITE_CLIENT = f"""mutation ($input: InviteClientInput!) {{
  inviteClient(input: $input) {{ invite {{ id status companyName registrationNumber version
    invitedBy {{ name }} }} connectUrl {ERRORS} }} }}"""
INVITE_CLIENTS = f"""mutation ($input: InviteClientsInput!) {{
  inviteClients(input: $input) {{ results {{ row invite {{ id companyName }} {ERRORS} }} {ERRORS} }} }}"""
RESEND = f"""mutation ($input: ResendInviteInput!) {{
  resendInvite(input: $input) {{ invite {{ id status sendCount version expiresAt }} {ERRORS} }} }}"""
CANCEL = f"""mutation ($input: CancelInviteInput!) {{
  cancelInvite(input: $input) {{ invite {{ id status }} {ERRORS} }} }}"""
ACCEPT = f"""mutation ($input: AcceptClientInviteInput!) {{
  acceptClientInvite(input: $input) {{ status partnerName companyName accountUrl {ERRORS} }} }}"""
DECLINE = f"""mutation ($input: DeclineClientInviteInput!) {{
  declineClientInvite(input: $input) {{ status partnerName companyName {ERRORS} }} }}"""
INVITE_COLLEAGUES = f"""mutation ($input: InviteColleaguesInput!) {{
  inviteColleagues(input: $input) {{
    results {{ row invite {{ id role }} colleague {{ id name email role status }} {ERRORS} }} {ERRORS} }} }}"""
JOIN = f"""mutation ($input: AcceptColleagueInviteInput!) {{
  acceptColleagueInvite(input: $input) {{ membership {{ partnerId partnerName colleagueId role }} {ERRORS} }} }}"""
PREVIEW = """query ($token: String!) { invitePreview(token: $token) {
  kind partnerName inviterName name companyName role message expiresAt } }"""


def bakery(**changes: Any) -> dict[str, Any]:
    """A row that is fine, but for the changes."""
    return {
        "name": "Ida Holm",
        "email": "ida@bakery.example",
        "companyName": "Holms Bageri",
        "country": "DK",
        "registrationNumber": "13585628",
        "companySize": "SMALL",
    } | changes


def acceptance(token: str, **changes: Any) -> dict[str, Any]:
    """The answer of a company's admin who agrees to everything."""
    return {
        "token": token,
        "name": "Ida Holm",
        "phone": "+45 12 34 56 78",
        "level": "EXTENDED",
        "grantPowerOfAttorney": True,
    } | changes


async def ask(caller: Caller, query: str, **input: Any) -> dict[str, Any]:
    """The payload of a mutation's only field."""
    answer: Answer = await caller(query, input=input)
    assert not answer.errors, answer.body
    (payload,) = answer.data.values()
    found: dict[str, Any] = payload
    return found


def codes(payload: dict[str, Any]) -> list[str]:
    """The codes of the refusals."""
    return [error["code"] for error in payload["userErrors"]]


def places(payload: dict[str, Any]) -> dict[str, str]:
    """Which code stands at which place of the input."""
    return {".".join(error["path"]): error["code"] for error in payload["userErrors"]}


@dataclass(frozen=True)
class Left:
    """What the database holds: rows of invites, clients and colleagues, and what changes left behind."""

    invites: list[Any]
    clients: list[Any]
    colleagues: list[Any]
    audit: list[str]
    events: list[str]
    mails: list[Any]

    @property
    def is_nothing(self) -> bool:
        """Whether no change left anything: no entry, no event, no mail."""
        return not (self.audit or self.events or self.mails)

    @property
    def mail_kinds(self) -> list[str]:
        """The kinds of mails, in alphabetical order."""
        return sorted(mail.kind for mail in self.mails)


async def left(admin_store: Store) -> Left:
    """Everything, read behind all walls; audit and events by their actions, in order; mails that are due at once.

    What follows from the acts for attention is left out.
    """
    async with admin_store.engine.connect() as connection:

        async def rows(table: Table, *order: Any) -> list[Any]:
            return list((await connection.execute(select(table).order_by(*order))).all())

        return Left(
            await rows(invite, invite.c.id),
            await rows(client, client.c.id),
            await rows(colleague, colleague.c.id),
            [row.action for row in await rows(audit_entry, audit_entry.c.partner_id, audit_entry.c.position)],
            [row.kind for row in await rows(outbox_event, outbox_event.c.position) if row.kind != "attention.changed"],
            [row for row in await rows(mail, mail.c.id) if row.due_at <= row.created_at],
        )


def secret_in(mail: Any, vault: Vault) -> str:
    """The secret of a mail's link."""
    secret = vault.unseal(mail.sealed_secret)
    assert secret is not None
    return secret
