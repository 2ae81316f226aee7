"""Admins refer a firm or a company, and take that back."""

from datetime import timedelta
from typing import Any

from domain.access import CONNECTED
from domain.errors import UserErrorCode, refuse
from domain.ids import IdKind
from domain.referral import LIFETIME, MOST_A_DAY, REFERRAL
from domain.vocabulary import DueKind, ReferralStatus
from loaders.referral import referral_by_id, sent_within
from resolvers.choosing import check_version, me, one_visible
from resolvers.context import Info
from resolvers.inputs.referral import CancelReferralInput, CreateReferralInput
from resolvers.inviting.checks import Checks, answering
from resolvers.inviting.letters import sender
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.referring.moving import move, note_expired, status_now
from store.attention import file_due
from store.ids import new_id
from store.tables import client, partner, referral
from store.vault import new_secret, secret_hash
from store.writing import UnitOfWork

_PLACE = ("input", "referralId")
_DAY = timedelta(days=1)


@answering
async def create_referral(info: Info, input: CreateReferralInput) -> Outcome:
    """Recommends the platform by mail. Whether the address is known to anybody here is not looked up, nor told."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    columns = _checked(checks, input)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        # One at a time, so that no two are the last of the day.
        await work.get(partner, lock=True)
        await _check_no_client(work, columns)
        await _make_room(work, columns["email"])
        return Outcome({"referral": str(await _send(work, columns | {"referred_by": me(info.context)}))})

    return await mutate(info, input, act)


@answering
async def cancel_referral(info: Info, input: CancelReferralInput) -> Outcome:
    """Takes back a referral that waits; its link is dead."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        seen = await one_visible(work, info.context, referral_by_id, IdKind.REFERRAL, input.referral_id, *_PLACE)
        row: Any = await work.get(referral, lock=True, id=seen.id)
        check_version(row, input.if_version)
        await move(work, row, "cancel", *_PLACE)
        return Outcome({"referral": str(row.id)})

    return await mutate(info, input, act)


def _checked(checks: Checks, input: CreateReferralInput) -> dict[str, Any]:
    """Columns of the referral; the register number is optional, for not everybody knows that of others."""
    country, number = checks.country(input.country), input.registration_number
    if number is not None and country:
        _, number = checks.company(country, number)
    return {
        "kind": input.kind,
        "company_name": checks.text("companyName", input.company_name),
        "name": checks.text("name", input.name),
        "email": checks.email("email", input.email),
        "country": country,
        "registration_number": number,
        "message": checks.optional("message", input.message, 2000, lines=True),
    }


async def _check_no_client(work: UnitOfWork, columns: dict[str, Any]) -> None:
    """Raises `Refused` for a company that needs no referral any more; admins see all clients."""
    key = {name: columns[name] for name in ("country", "registration_number")}
    if key["registration_number"] and await work.get(client, access_status=CONNECTED, **key):
        message = "The company is a client of your firm already; find it in the list of clients."
        raise refuse(UserErrorCode.ALREADY_A_CLIENT, message, "input", "registrationNumber")


async def _make_room(work: UnitOfWork, email: str) -> None:
    """Notes one that has lapsed; raises `Refused` when one is open, or when it is enough for today."""
    for row in await work.find(referral, lock=True, email=email, status=ReferralStatus.SENT):
        if status_now(row, work) is ReferralStatus.SENT:
            message = "A referral to this address waits for an answer; take it back first."
            raise refuse(UserErrorCode.REQUEST_ALREADY_OPEN, message, "input", "email")
        await note_expired(work, row)
    if await sent_within(work, _DAY) >= MOST_A_DAY:
        message = f"Your firm has sent {MOST_A_DAY} referrals within a day; send the next one tomorrow."
        raise refuse(UserErrorCode.LIMIT_REACHED, message, "input")


async def _send(work: UnitOfWork, columns: dict[str, Any]) -> Any:
    id, secret, who = new_id(), new_secret(), await sender(work)
    row = columns | {"id": id, "status": REFERRAL.initial, "created_at": work.now, "expires_at": work.now + LIFETIME}
    await work.insert(referral, row | {"token_hash": secret_hash(secret)})
    await file_due(work, DueKind.REFERRAL, {id: row["expires_at"]})
    after = {name: value for name, value in columns.items() if value is not None}
    await work.record("referral.sent", "REFERRAL", id, after=after)
    said = {name: row[name] for name in ("kind", "company_name", "message") if row[name] is not None}
    said |= {"partner_name": who.partner, "inviter_name": who.name, "expires_at": row["expires_at"].isoformat()}
    await work.mail("referral", (row["name"], row["email"]), said, secret)
    return id
