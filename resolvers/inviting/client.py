"""Invites companies to become clients: one, or many of which each stands or falls alone."""

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from domain.access import CONNECTED, Ability, Viewer, able
from domain.errors import Refused, UserErrorCode, refuse
from domain.ids import IdKind, encode
from domain.vocabulary import CompanySize, InviteKind, InviteStatus
from loaders.client import client_by_id
from loaders.invite import invite_by_id
from resolvers.choosing import reads, visible
from resolvers.context import Context, Info
from resolvers.inputs.invite import MOST_ROWS, InviteClientInput, InviteClientRow, InviteClientsInput
from resolvers.inviting.checks import Checks, answering
from resolvers.inviting.letters import Sender, sender
from resolvers.inviting.rows import Rows
from resolvers.inviting.sending import already_open, make_room, send_new
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.tables import client, invite
from store.writing import UnitOfWork


@dataclass(frozen=True, slots=True)
class Company:
    """A checked row: columns of the invite."""

    name: str
    email: str
    phone: str | None
    message: str | None
    company_name: str
    country: str
    registration_number: str
    company_size: CompanySize

    @property
    def key(self) -> tuple[str, str]:
        """What makes a company one and the same."""
        return self.country, self.registration_number


@answering
async def invite_client(info: Info, input: InviteClientInput) -> Outcome:
    """Sends one invite; `invite` is its id."""
    check_may_invite(info.context.viewer)
    checks = Checks("input")
    checks.key(input.idempotency_key)
    company = _checked(checks, input)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        do = _judge if _is_blind(info.context.viewer, input) else _send
        return Outcome(await do(work, info.context, await sender(work), company, "input"))

    return await mutate(info, input, act)


@answering
async def invite_clients(info: Info, input: InviteClientsInput) -> Outcome:
    """Sends many invites; `results` has an outcome for each row."""
    check_may_invite(info.context.viewer)
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.rows("invites", input.invites, MOST_ROWS)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        rows, by = Rows(), await sender(work)
        do = _judge if _is_blind(info.context.viewer, input) else _send
        good = _good_rows(rows, input.invites)
        # In the order of the companies, so that two lists at the same time cannot wait for each other.
        for row, company in sorted(good.items(), key=lambda item: item[1].key):
            await rows.attempt(work, row, partial(do, work, info.context, by, company, "input", "invites", str(row)))
        return rows.outcome()

    return await mutate(info, input, act)


def check_may_invite(viewer: Viewer) -> None:
    """Raises `Refused` while the firm does not let its bookkeepers invite."""
    if viewer.role is not None and not able(viewer, Ability.INVITE_CLIENTS):
        message = "Your firm has switched off inviting by bookkeepers; ask an admin to invite the company."
        raise refuse(UserErrorCode.SWITCHED_OFF, message, "input")


async def check_no_client(work: UnitOfWork, context: Context, key: tuple[str, str], *path: str) -> None:
    """Raises `Refused` for a company that needs no invite; what the viewer may not see is not called a client."""
    await check_in_reach(work, context, key, *path)
    await _check_not_on_platform(context, key, *path)


async def check_in_reach(work: UnitOfWork, context: Context, key: tuple[str, str], *path: str) -> None:
    """Raises `Refused` for a company that is a client; what the viewer may not see is not called so."""
    known = await work.get(client, country=key[0], registration_number=key[1], access_status=CONNECTED)
    if known is not None:
        seen = await visible(work, context, client_by_id, [known.id])
        raise refuse(UserErrorCode.ALREADY_A_CLIENT, _ALREADY_A_CLIENT, *path) if seen else _in_touch(*path)


async def _check_not_on_platform(context: Context, key: tuple[str, str], *path: str) -> None:
    if await context.directory.is_on_platform(*key):
        message = f"The company is on the platform already; send its admin this link instead: {connect_link(context)}"
        raise refuse(UserErrorCode.ALREADY_ON_PLATFORM, message, *path)


def connect_link(context: Context) -> str:
    """Where a company that is on the platform lets the firm in."""
    return f"{context.links.platform}/connect/{encode(IdKind.PARTNER, context.viewer.tenant)}"


def connect_url(root: Outcome, info: Info) -> str | None:
    """The link to send instead of an invite, to a company that is on the platform."""
    on_platform = any(error.code is UserErrorCode.ALREADY_ON_PLATFORM for error in root.errors)
    return connect_link(info.context) if on_platform else None


async def check_no_open_invite(work: UnitOfWork, context: Context, key: tuple[str, str], *path: str) -> None:
    """Notes lapsed invites to a company; raises `Refused` when one is open, in a way that fits the viewer."""
    wanted = {"kind": InviteKind.CLIENT, "status": InviteStatus.SENT, "country": key[0], "registration_number": key[1]}
    open_ones = await work.find(invite, lock=True, **wanted)
    try:
        await make_room(work, list(open_ones), *path)
    except Refused:
        seen = await visible(work, context, invite_by_id, [row.id for row in open_ones])
        raise (already_open(*path) if seen else _in_touch(*path)) from None


_ALREADY_A_CLIENT = "The company is a client of your firm already; find it in the list of clients."


def _in_touch(*path: str) -> Refused:
    message = "Your firm is in touch with this company already; ask an admin of the firm about it."
    return refuse(UserErrorCode.INVITE_ALREADY_OPEN, message, *path)


def _checked(checks: Checks, row: InviteClientRow) -> Company:
    country, number = checks.company(row.country, row.registration_number)
    return Company(
        name=checks.text("name", row.name),
        email=checks.email("email", row.email),
        phone=checks.phone("phone", row.phone),
        message=checks.optional("message", row.message, 2000, lines=True),
        company_name=checks.text("companyName", row.company_name),
        country=country,
        registration_number=number,
        company_size=row.company_size,
    )


def _good_rows(rows: Rows, given: list[InviteClientRow]) -> dict[int, Company]:
    good: dict[int, Company] = {}
    first: dict[tuple[str, str], int] = {}
    for row, item in enumerate(given):
        checks = Checks("input", "invites", str(row))
        company = _checked(checks, item)
        if not checks.errors and first.setdefault(company.key, row) != row:
            message = f"The same company is in row {first[company.key]}, counted from 0; that row counts."
            checks.wrong(UserErrorCode.DUPLICATE, message, "registrationNumber")
        if checks.errors:
            rows.refuse(row, checks.errors)
        else:
            good[row] = company
    return good


def _is_blind(viewer: Viewer, input: InviteClientInput | InviteClientsInput) -> bool:
    """Whether a dry run must not look at the firm's clients and invites, of which the viewer does not see all.

    Asking would cost nothing and leave no trace; an invite in earnest does both.
    """
    return input.validate_only and not (viewer.sees_all_clients and reads(viewer, client_by_id))


async def _judge(work: UnitOfWork, context: Context, by: Sender, company: Company, *path: str) -> dict[str, Any]:
    """What can be said of a row without looking at the firm."""
    await _check_not_on_platform(context, company.key, *path, "registrationNumber")
    return {}


async def _send(work: UnitOfWork, context: Context, by: Sender, company: Company, *path: str) -> dict[str, Any]:
    place = (*path, "registrationNumber")
    await check_no_client(work, context, company.key, *place)
    await check_no_open_invite(work, context, company.key, *place)
    columns = asdict(company) | {"kind": InviteKind.CLIENT}
    return {"invite": str(await send_new(work, by, context.viewer.colleague_id, columns, *place))}
