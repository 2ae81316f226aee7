"""What the page behind an invite's link shows before anybody answers."""

from dataclasses import dataclass
from datetime import datetime

from domain.vocabulary import InviteKind, InviteStatus, Role
from loaders.invite import who_invites
from resolvers.context import Context, Info
from resolvers.inviting.finding import by_secret
from resolvers.inviting.letters import action_of
from resolvers.inviting.staleness import refresh_invites
from store.reading import Reader, Row
from store.tables import invite
from store.tenancy import Keys
from store.writing import Actor


@dataclass(frozen=True, slots=True)
class Preview:
    """An open invite, as its addressee may see it."""

    kind: InviteKind
    partner_name: str
    inviter_name: str | None
    name: str
    company_name: str | None
    role: Role | None
    message: str | None
    expires_at: datetime


async def invite_preview(info: Info, token: str) -> Preview | None:
    """The open invite behind a link; None for anything else."""
    row = await by_secret(info.context, token.strip())
    if row is None or row.status != InviteStatus.SENT or row.expires_at <= info.context.now:
        return None
    if row.opened_at is None:
        await _note_opened(info.context, row)
    who = await _who(info.context, row)
    return Preview(
        kind=InviteKind(row.kind),
        partner_name=who.partner_name,
        inviter_name=who.inviter_name,
        name=row.name,
        company_name=row.company_name,
        role=Role(row.role) if row.role else None,
        message=row.message,
        expires_at=row.expires_at,
    )


async def _note_opened(context: Context, row: Row) -> None:
    """The first time that anybody looks; reminders and signals ask for it."""
    opened = {"opened_at": context.now}
    actor = Actor("COLLEAGUE", row.colleague_id) if row.kind == InviteKind.COLLEAGUE else Actor("CLIENT")
    async with context.unit_of_work(row.partner_id, actor) as work:
        if await work.update(invite, opened, id=row.id, opened_at=None, status=InviteStatus.SENT):
            await work.record(f"{action_of(row)}.opened", "INVITE", row.id, after=opened)
            refresh_invites(work, [row.id])


async def _who(context: Context, row: Row) -> Row:
    reader = Reader(context.store, Keys(partner_id=row.partner_id))
    try:
        return await who_invites(reader, row.partner_id, row.invited_by)
    finally:
        await reader.refresh()
