"""How these tests ask about connections and grants, and how facts come in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Table, select

from store.engine import Store
from store.reading import Row
from store.tables import client
from store.writing import Actor, UnitOfWork, unit_of_work
from tests.invites.asking import ERRORS
from tests.world import Client, Firm

ACCEPT = f"""mutation ($input: AcceptInboundInviteInput!) {{ acceptInboundInvite(input: $input) {{
  invite {{ id status version answeredAt client {{ id }} }}
  client {{ id name status access {{ level grants powerOfAttorney {{ isGranted }} }} onboarding {{ status waitingOn }}
    assignments {{ colleague {{ name }} }} contact {{ name email phone }} }} {ERRORS} }} }}"""
DECLINE = f"""mutation ($input: DeclineInboundInviteInput!) {{ declineInboundInvite(input: $input) {{
  invite {{ id status declineReason }} {ERRORS} }} }}"""
DISCONNECT = f"""mutation ($input: DisconnectClientInput!) {{ disconnectClient(input: $input) {{
  client {{ status access {{ status capabilities }} onboarding {{ waitingOn }} assignments {{ id }} teams {{ id }} }}
  assignments {{ status colleague {{ name }} }} teams {{ name }} grantRequests {{ grant status }} openLinkCount
  {ERRORS} }} }}"""
_REQUEST = "grantRequest { id grant direction status message reason version requestedBy { name } answeredBy { name } }"
REQUEST = f"""mutation ($input: RequestGrantInput!) {{ requestGrant(input: $input) {{ {_REQUEST} {ERRORS} }} }}"""
CANCEL = f"""mutation ($input: CancelGrantRequestInput!) {{
  cancelGrantRequest(input: $input) {{ {_REQUEST} {ERRORS} }} }}"""
ANSWER = f"""mutation ($input: AnswerGrantOfferInput!) {{
  answerGrantOffer(input: $input) {{ {_REQUEST} client {{ access {{ grants }} }} {ERRORS} }} }}"""
_BY_LINK = f"{{ status grant partnerName companyName {ERRORS} }}"
GRANT = f"mutation ($input: AcceptGrantRequestInput!) {{ acceptGrantRequest(input: $input) {_BY_LINK} }}"
REFUSE = f"mutation ($input: DeclineGrantRequestInput!) {{ declineGrantRequest(input: $input) {_BY_LINK} }}"
REVOKE = f"mutation ($input: RevokeGrantInput!) {{ revokeGrant(input: $input) {_BY_LINK} }}"
PREVIEW = """query ($token: String!) { grantRequestPreview(token: $token) {
  status partnerName companyName colleagueName grant message expiresAt } }"""
ACCESS = """query ($id: ID!) { client(id: $id) { status access { status level grants capabilities
  powerOfAttorney { isGranted } } grantRequests { grant status direction } } }"""


@asynccontextmanager
async def facts(firm: Firm, store: Store) -> AsyncIterator[UnitOfWork]:
    """What the platform tells, in one transaction."""
    async with unit_of_work(store, firm.id, Actor("PLATFORM"), firm.now, firm.ground.vault) as work:
        yield work


async def row_of(work: UnitOfWork, of: Client) -> Row:
    """A client, locked."""
    found = await work.get(client, lock=True, id=of.id)
    assert found is not None
    return found


async def rows(admin_store: Store, table: Table) -> list[Any]:
    """All rows of a table, by their ids."""
    async with admin_store.engine.connect() as connection:
        return list((await connection.execute(select(table).order_by(table.c.id))).all())


LINK = f"mutation ($input: CreateConnectLinkInput!) {{ createConnectLink(input: $input) {{ url expiresAt {ERRORS} }} }}"
CONNECT = f"""mutation ($input: ConnectFirmInput!) {{
  connectFirm(input: $input) {{ status partnerName companyName {ERRORS} }} }}"""
LINK_PREVIEW = """query ($token: String!) { connectPreview(token: $token) { partnerName companyName expiresAt } }"""
_CLIENT = "client { status version onboarding { status answer note waitingOn isComplete } }"
SUBMIT = f"mutation ($input: SubmitOnboardingInput!) {{ submitOnboarding(input: $input) {{ {_CLIENT} {ERRORS} }} }}"
RESTART = f"mutation ($input: RestartOnboardingInput!) {{ restartOnboarding(input: $input) {{ {_CLIENT} {ERRORS} }} }}"
ABANDON = f"mutation ($input: AbandonOnboardingInput!) {{ abandonOnboarding(input: $input) {{ {_CLIENT} {ERRORS} }} }}"
_SAID = "client { version externalReference tags notes { id text writtenBy { name } } }"
UPDATE = f"mutation ($input: UpdateClientInput!) {{ updateClient(input: $input) {{ {_SAID} {ERRORS} }} }}"
NOTE = f"mutation ($input: AddClientNoteInput!) {{ addClientNote(input: $input) {{ note {{ id }} {_SAID} {ERRORS} }} }}"
REMOVE = f"""mutation ($input: RemoveClientNoteInput!) {{
  removeClientNote(input: $input) {{ removedNoteId {_SAID} {ERRORS} }} }}"""
