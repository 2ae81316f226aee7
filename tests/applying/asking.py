"""How these tests ask, and what they look at afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, select

from domain.vocabulary import Scope
from resolvers.clock import Rounds
from store.engine import Store
from store.tables import application, mail
from store.vault import Vault
from tests.invites.asking import ask, left
from tests.portal import Caller, Portal

ERRORS = "userErrors { code message path }"
APPLY = (
    f"mutation ($input: ApplyForPartnershipInput!) {{ applyForPartnership(input: $input) {{ isReceived {ERRORS} }} }}"
)
WATCH = f"mutation ($input: WatchWebinarInput!) {{ watchWebinar(input: $input) {{ status {ERRORS} }} }}"
DETAILS = f"""mutation ($input: SubmitPracticeDetailsInput!) {{
  submitPracticeDetails(input: $input) {{ status {ERRORS} }} }}"""
AGREE = f"""mutation ($input: AcceptAgreementInput!) {{
  acceptAgreement(input: $input) {{ status partnerId partnerName ownerEmail {ERRORS} }} }}"""
WITHDRAW = (
    f"mutation ($input: WithdrawApplicationInput!) {{ withdrawApplication(input: $input) {{ status {ERRORS} }} }}"
)
PREVIEW = """query ($token: String!) { applicationPreview(token: $token) {
  status contactName firmName country registrationNumber invitedBy agreementVersion } }"""
REJECT = f"""mutation ($input: RejectApplicationInput!) {{
  rejectApplication(input: $input) {{ application {{ id status reason }} {ERRORS} }} }}"""
RESEND = f"""mutation ($input: ResendApplicationMailInput!) {{
  resendApplicationMail(input: $input) {{ application {{ id status sendCount version }} {ERRORS} }} }}"""
INVITE = f"""mutation ($input: InvitePracticeInput!) {{
  invitePractice(input: $input) {{ application {{ id status invitedBy firmName }} {ERRORS} }} }}"""
LIST = """query ($status: [ApplicationStatus!], $email: String) {
  partnerApplications(status: $status, email: $email) {
    totalCount nodes { id status isWaiting firmName email partnerId reason sendCount } } }"""

FIRM = {"firmName": "Nordre Regnskab", "country": "dk", "registrationNumber": "13 58 56 28"}
CONTACT = {"contactName": "Maja Krogh", "phone": "+45 12 34 56 78", "clientCount": 40, "acceptsTerms": True}
EMAIL = "maja@nordre.example"
CLIENT = {
    "companyName": "Holms Bageri",
    "country": "DK",
    "registrationNumber": "88146328",
    "companySize": "SMALL",
    "accountNumber": "SP-77",
    "isVerified": True,
    "adminName": "Ida Holm",
    "adminEmail": "ida@bakery.example",
    "level": "EXTENDED",
    "grants": ["PAY_INVOICES"],
}


def firm(**changes: Any) -> dict[str, Any]:
    """An application that is fine, but for the changes."""
    return FIRM | CONTACT | {"email": EMAIL} | changes


def details(token: str, **changes: Any) -> dict[str, Any]:
    """What an invited practice says of itself."""
    return FIRM | CONTACT | {"token": token} | changes


def agreed(token: str, **changes: Any) -> dict[str, Any]:
    """A signature that is fine, but for the changes."""
    return {"token": token, "signatoryName": "Maja Krogh", "agreementVersion": "2026-1", "confirms": True} | changes


@dataclass(frozen=True)
class Office:
    """The platform's side: its operators, its clock, and what its mailbox holds."""

    portal: Portal
    store: Store
    admin_store: Store
    vault: Vault
    now: datetime

    @property
    def operator(self) -> Caller:
        """An operator of the platform."""
        return self.operator_named("ops")

    def operator_named(self, name: str, *scopes: str) -> Caller:
        """A machine of the issuer that may give operators their scope."""
        return self.portal.bearer(
            self.portal.issuer.mint(name, client_id=name, scopes=scopes or [Scope.PLATFORM_OPERATE.value])
        )

    async def tick(self, later: timedelta = timedelta()) -> None:
        """The clock goes round until nothing is due."""
        while await Rounds(self.store, self.vault).go(self.now + later):
            pass

    async def rows(self, table: Table) -> list[Any]:
        """All rows, oldest first, behind all walls."""
        async with self.admin_store.engine.connect() as connection:
            return list((await connection.execute(select(table).order_by(table.c.id))).all())

    async def mails(self) -> list[tuple[str, str]]:
        """Kinds and addresses of the mails, in the order in which they were queued."""
        return [(row.kind, row.to_email) for row in await self.rows(mail)]

    async def token(self) -> str:
        """The secret of the newest mail that has a link."""
        return await self.token_of()

    async def token_of(self, *kinds: str) -> str:
        """The secret of the newest mail of some kinds (or of any)."""
        rows = [row for row in await self.rows(mail) if not kinds or row.kind in kinds]
        sealed = [row.sealed_secret for row in rows if row.sealed_secret]
        secret = self.vault.unseal(sealed[-1])
        assert secret is not None
        return secret

    async def apply(self, **changes: Any) -> str:
        """Somebody applies; the token of the webinar."""
        payload = await ask(self.portal.anybody, APPLY, **firm(**changes))
        assert payload == {"isReceived": True, "userErrors": []}
        return await self.token()

    async def watch(self, token: str) -> str:
        """The webinar is watched; the token of the agreement."""
        assert (await ask(self.portal.anybody, WATCH, token=token))["userErrors"] == []
        return await self.token()

    async def invite(self, **changes: Any) -> str:
        """A client invites a bookkeeper; the token of the invitation."""
        named = {"name": "Maja Krogh", "email": EMAIL, "client": CLIENT} | changes
        assert (await ask(self.operator, INVITE, **named))["userErrors"] == []
        return await self.token()

    async def applications(self) -> list[Any]:
        """All applications, oldest first."""
        return await self.rows(application)

    async def journal(self) -> list[str]:
        """The actions of all trails: the platform's first, for its id is the lowest."""
        return (await left(self.admin_store)).audit
