"""The mails of invites: to the invited, and back to whoever invited them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.vocabulary import InviteKind
from resolvers.connecting.letters import write_to_sender
from store.reading import Row
from store.tables import colleague, partner
from store.writing import UnitOfWork


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name invites go out; `name` is empty for an integration."""

    partner: str
    name: str | None

    async def write(
        self, work: UnitOfWork, kind: str, invite: dict[str, Any], secret: str, due_at: datetime | None = None
    ) -> None:
        """Queues the mail that carries the link, for now or later; `invite` has the columns of the row."""
        params = {
            "partner_name": self.partner,
            "inviter_name": self.name,
            "company_name": invite["company_name"] if invite["kind"] == InviteKind.CLIENT else None,
            "role": invite.get("role"),
            "message": invite.get("message"),
            "expires_at": invite["expires_at"].isoformat(),
        }
        said = {name: value for name, value in params.items() if value is not None}
        to = (invite["name"], invite["email"])
        await work.mail(kind, to, said, secret, invite_id=invite["id"], due_at=due_at)


async def sender(work: UnitOfWork) -> Sender:
    """Whoever acts in this unit of work, in the name of the firm."""
    firm = await firm_of(work)
    person = await work.get(colleague, id=work.actor.id) if work.actor.id else None
    return Sender(firm.name, person.name if person else None)


async def firm_of(work: UnitOfWork) -> Row:
    """The firm in which the work is done."""
    firm = await work.get(partner)
    if firm is None:
        raise LookupError("a unit of work outside of any firm")
    return firm


async def notify_inviter(work: UnitOfWork, what: str, invite: Row) -> None:
    """Tells the colleague who sent an invite what became of it, unless they did it themselves."""
    params = {"name": invite.name, "company_name": invite.company_name, "reason": invite.decline_reason}
    said = {name: value for name, value in params.items() if value is not None}
    await write_to_sender(work, invite.invited_by, f"{action_of(invite)}_{what}", said)


async def tell(work: UnitOfWork, what: str, invite: Row) -> None:
    """Tells whoever waits for the answer: a company that came by itself, or the colleague who sent it."""
    if invite.kind == InviteKind.INBOUND:
        await write_back(work, what, invite)
    else:
        await notify_inviter(work, what, invite)


async def write_back(work: UnitOfWork, what: str, invite: Row) -> None:
    """Tells a company that came by itself how the firm has answered, or that it has not."""
    params = {"partner_name": (await firm_of(work)).name, "company_name": invite.company_name}
    params |= {"reason": invite.decline_reason} if invite.decline_reason else {}
    await work.mail(f"{action_of(invite)}_{what}", (invite.name, invite.email), params)


def action_of(invite: Any) -> str:
    """How audit, events and mails call an invite of its kind: `client_invite`, `colleague_invite`."""
    return f"{str(invite.kind).lower()}_invite"
