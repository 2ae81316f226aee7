"""Invites: to a client, from a client, to a colleague."""

from typing import Any

from domain.ids import IdKind
from domain.invite import CLIENT_INVITE, COLLEAGUE_INVITE, INBOUND_INVITE
from domain.vocabulary import ColleagueStatus, DueKind, InviteStatus
from store.attention import file_due
from store.tables import colleague, invite
from tests.machines.acts import BOUNCES, EXPIRES, Fact, Mutation, admin, anybody
from tests.machines.life import Life, Move
from tests.machines.scene import Scene
from tests.portal import Caller
from tests.world import ISSUER, Invite

_SHOWN = "invite { id status version }"
_BY_LINK = "status partnerName companyName"


def _id(scene: Scene) -> dict[str, Any]:
    return {"inviteId": scene.public_id}


def _accepts(scene: Scene) -> dict[str, Any]:
    said = {"name": "Ida Holm", "phone": "+45 12 34 56 78", "level": "EXTENDED", "grantPowerOfAttorney": True}
    return said | {"token": scene.secret}


async def _is(scene: Scene, made: Invite, secret: str = "") -> None:
    """The scene's object is an invite, whose end is filed, and whose mail waits to be sent."""
    scene.kind, scene.id, scene.secret, scene.said["address"] = IdKind.INVITE, made.id, secret, made.email
    (row,) = await scene.stage.rows(invite, invite.c.id == made.id)
    scene.ends_at = row.expires_at
    async with scene.firm.work() as work:
        await file_due(work, DueKind.INVITE, {made.id: row.expires_at})
        if secret:
            kind = f"{row.kind.lower()}_invite"
            said = {"partner_name": scene.firm.name, "inviter_name": scene.sender.name, "company_name": "Holms Bageri"}
            said |= {"expires_at": row.expires_at.isoformat(), "role": "BOOKKEEPER"}
            await work.mail(kind, (row.name, row.email), said, secret, invite_id=made.id)


async def _client(scene: Scene, status: InviteStatus) -> None:
    await _is(scene, *await scene.firm.client_invite(status=status, by=scene.sender))


async def _inbound(scene: Scene, status: InviteStatus) -> None:
    number = scene.number()
    scene.said["company"] = {"country": "DK", "registrationNumber": number}
    offered = {"offered_level": "LIMITED", "registration_number": number}
    await _is(scene, await scene.firm.inbound_invite(status=status, **offered))


async def _colleague(scene: Scene, status: InviteStatus) -> None:
    made, secret = await scene.firm.colleague_invite(status=status, by=scene.sender)
    scene.said["person"] = made.email
    if status is InviteStatus.ACCEPTED:
        bound = {"issuer": ISSUER, "subject": made.email}
        async with scene.firm.work() as work:
            await work.update(colleague, {"status": ColleagueStatus.ACTIVE, **bound}, id=made.colleague_id)
    await _is(scene, made, secret)


def _token(scene: Scene) -> dict[str, Any]:
    return {"token": scene.secret}


def _person(scene: Scene) -> Caller:
    return scene.stage.portal.person(scene.said["person"])


def _new_company(scene: Scene) -> dict[str, Any]:
    company = {"companyName": "Holms Bageri", "country": "DK", "companySize": "SMALL"}
    number = scene.said.setdefault("number", scene.number())
    return company | {"name": "Ida Holm", "email": "ida@bakery.example", "registrationNumber": number}


_WITHDRAWN = Fact("invite.withdrawn", lambda scene: "SP-77", lambda scene: dict(scene.said["company"]))
_ACCEPT = Mutation("acceptClientInvite", anybody, _accepts, _BY_LINK)
_RESEND, _CANCEL = Mutation("resendInvite", admin, _id, _SHOWN), Mutation("cancelInvite", admin, _id, _SHOWN)
# Nothing has reached a company whose mail came back: there is nothing to remind it of.
_RESENT = dict.fromkeys(InviteStatus, ("client_invite_reminder",)) | {InviteStatus.BOUNCED: ("client_invite",)}
JOIN = Mutation("acceptColleagueInvite", _person, _token, "membership { partnerId role }")

INVITES = (
    Life(
        "client invite",
        CLIENT_INVITE,
        invite,
        _client,
        (
            Move(_ACCEPT, ("accept",), ("client_invite_accepted",)),
            Move(
                Mutation("declineClientInvite", anybody, _token, _BY_LINK),
                ("decline",),
                ("client_invite_declined",),
            ),
            Move(_CANCEL, ("cancel",)),
            Move(_RESEND, ("resend",), _RESENT),
            Move(EXPIRES, ("expire",), ("client_invite_expired",)),
            Move(BOUNCES, ("bounce",), ("client_invite_bounced",)),
        ),
        prefix="client_invite",
        answers_sender=True,
        beside=frozenset({"client_invite.stale"}),
        begin=Move(Mutation("inviteClient", admin, _new_company, _SHOWN), (), ("client_invite",)),
        actions={"resend": "resent"},
        refusals=frozenset({"INVITE_ALREADY_OPEN", "ALREADY_A_CLIENT"}),
    ),
    Life(
        "inbound invite",
        INBOUND_INVITE,
        invite,
        _inbound,
        (
            Move(Mutation("acceptInboundInvite", admin, _id, _SHOWN), ("accept",), ("inbound_invite_accepted",)),
            Move(Mutation("declineInboundInvite", admin, _id, _SHOWN), ("decline",), ("inbound_invite_declined",)),
            Move(EXPIRES, ("expire",), ("inbound_invite_expired",)),
            Move(_WITHDRAWN, ("withdraw",)),
            Move(_RESEND, ("resend",)),
            Move(_CANCEL, ("cancel",)),
        ),
        prefix="inbound_invite",
        beside=frozenset({"inbound_invite.stale"}),
    ),
    Life(
        "colleague invite",
        COLLEAGUE_INVITE,
        invite,
        _colleague,
        (
            Move(JOIN, ("accept",), ("colleague_invite_accepted",)),
            Move(_CANCEL, ("cancel",)),
            Move(_RESEND, ("resend",), ("colleague_invite",)),
            Move(EXPIRES, ("expire",), ("colleague_invite_expired",)),
            Move(BOUNCES, ("bounce",), ("colleague_invite_bounced",)),
        ),
        prefix="colleague_invite",
        answers_sender=True,
        beside=frozenset({"colleague_invite.stale"}),
        actions={"resend": "resent"},
        refusals=frozenset({"ALREADY_A_COLLEAGUE"}),
    ),
)
