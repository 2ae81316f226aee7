"""The firm's answers to clients that come by themselves: inbound invites, for admins."""

from domain.access import CONNECTED, granted
from domain.errors import UserErrorCode, refuse
from domain.invite import MACHINES
from domain.vocabulary import AccessLevel, InviteKind, OnboardingStatus
from resolvers.choosing import me
from resolvers.context import Context, Info
from resolvers.inputs.connecting import AcceptInboundInviteInput, DeclineInboundInviteInput
from resolvers.inviting.answered import note_answer
from resolvers.inviting.checks import Checks, answering
from resolvers.inviting.closing import take_back_invites
from resolvers.inviting.finding import status_now, to_change
from resolvers.inviting.letters import write_back
from resolvers.inviting.opening import Terms, open_client
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.reading import Row
from store.tables import client, colleague
from store.writing import UnitOfWork

_PLACE = ("input", "inviteId")


@answering
async def accept_inbound_invite(info: Info, input: AcceptInboundInviteInput) -> Outcome:
    """Makes the company a client with the access that it offered, in onboarding unless its account is verified."""
    checks, context = Checks("input"), info.context
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        worker = me(context) if input.assign_self else None
        if worker:
            await work.find(colleague, lock=True, id=worker)
        found = await _to_answer(work, context, input, "accept")
        await _check_no_client(work, found)
        await take_back_invites(work, found.country, found.registration_number, "The company came by itself.")
        opened = await open_client(work, found, _terms(found), worker)
        answered = await note_answer(work, found, "accept", {"client_id": opened.id}, *_PLACE)
        await write_back(work, "accepted", answered)
        return Outcome({"invite": str(found.id), "client": str(opened.id)})

    return await mutate(info, input, act)


@answering
async def decline_inbound_invite(info: Info, input: DeclineInboundInviteInput) -> Outcome:
    """Says no to a company, which is told the reason."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    reason = checks.optional("reason", input.reason, 500, lines=True)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await _to_answer(work, info.context, input, "decline")
        answered = await note_answer(work, found, "decline", {"decline_reason": reason}, *_PLACE)
        await write_back(work, "declined", answered)
        return Outcome({"invite": str(found.id)})

    return await mutate(info, input, act)


async def withdraw_inbound_invite(work: UnitOfWork, found: Row) -> None:
    """The company takes its locked invite back; raises `Refused` (WRONG_STATE)."""
    await note_answer(work, found, "withdraw", {})


async def _to_answer(
    work: UnitOfWork, context: Context, input: AcceptInboundInviteInput | DeclineInboundInviteInput, event: str
) -> Row:
    """The inbound invite, locked; raises `Refused` (NOT_FOUND, CONFLICT, WRONG_STATE)."""
    found = await to_change(work, context, input.invite_id, input.if_version)
    if found.kind != InviteKind.INBOUND:
        raise refuse(UserErrorCode.NOT_FOUND, "There is no such invite.", *_PLACE)
    MACHINES[InviteKind.INBOUND].after(event, status_now(found, work), *_PLACE)
    return found


def _terms(found: Row) -> Terms:
    return Terms(
        found.name,
        found.phone,
        AccessLevel(found.offered_level or AccessLevel.LIMITED),
        granted(found.offered_grants),
        OnboardingStatus.VERIFIED if found.is_verified else OnboardingStatus.DETAILS_PENDING,
        found.account_number,
    )


async def _check_no_client(work: UnitOfWork, found: Row) -> None:
    key = {"country": found.country, "registration_number": found.registration_number}
    if await work.get(client, access_status=CONNECTED, **key) is not None:
        message = "The company is a client of your firm already; decline this invite."
        raise refuse(UserErrorCode.ALREADY_A_CLIENT, message, *_PLACE)
