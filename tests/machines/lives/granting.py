"""Grant requests: asked by the firm, and offered by a client."""

from datetime import timedelta
from typing import Any

from domain.granting import GRANT_REQUEST
from domain.ids import IdKind
from domain.vocabulary import DueKind, Grant
from domain.vocabulary import GrantRequestStatus as Status
from store.attention import file_due
from store.tables import grant_request
from tests.machines.acts import EXPIRES, Fact, Mutation, admin, anybody
from tests.machines.life import Life, Move
from tests.machines.lives.clients import is_about
from tests.machines.scene import Scene
from tests.world import Colleague

_GRANT = Grant.PAY_INVOICES
_SHOWN = "grantRequest { id status version }"
_BY_LINK = "status grant partnerName companyName"


def _id(scene: Scene) -> dict[str, Any]:
    return {"grantRequestId": scene.public_id}


def _token(scene: Scene) -> dict[str, Any]:
    return {"token": scene.secret}


async def _between(scene: Scene, status: Status, by: Colleague | None) -> None:
    bakery = await scene.firm.client(grants=[_GRANT] if status is Status.GRANTED else [])
    await is_about(scene, bakery)
    made, scene.secret = await scene.firm.grant_request(bakery, _GRANT, by=by, status=status)
    scene.kind, scene.id = IdKind.GRANT_REQUEST, made.id
    scene.ends_at = scene.stage.now + timedelta(days=14)
    async with scene.firm.work() as work:
        await file_due(work, DueKind.CLIENT, {bakery.id: scene.ends_at})


async def _asked(scene: Scene, status: Status) -> None:
    await _between(scene, status, scene.sender)


async def _offered(scene: Scene, status: Status) -> None:
    await _between(scene, status, None)


def _told(*, granted: bool) -> Fact:
    data = {"grant": _GRANT.value, "granted": granted}
    return Fact("access.grant_changed", lambda scene: str(scene.said["account"]), lambda scene: data)


async def _somebody(scene: Scene) -> None:
    await is_about(scene, await scene.firm.client())


_OFFER = Fact("access.grant_offered", lambda scene: str(scene.said["account"]), lambda scene: {"grant": _GRANT.value})


def _answer(*, accept: bool) -> Mutation:
    return Mutation("answerGrantOffer", admin, lambda scene: _id(scene) | {"accept": accept}, _SHOWN)


GRANTING = (
    Life(
        "grant request of the firm",
        GRANT_REQUEST,
        grant_request,
        _asked,
        (
            Move(
                Mutation("acceptGrantRequest", anybody, _token, _BY_LINK),
                ("grant",),
                ("grant_confirmed", "grant_request_granted"),
            ),
            Move(Mutation("declineGrantRequest", anybody, _token, _BY_LINK), ("decline",), ("grant_request_declined",)),
            Move(Mutation("revokeGrant", anybody, _token, _BY_LINK), ("revoke",), ("grant_revoked",)),
            Move(
                Mutation("cancelGrantRequest", admin, _id, _SHOWN),
                ("cancel",),
                ("grant_request_cancelled",),
            ),
            Move(EXPIRES, ("expire",), ("grant_request_expired",)),
            Move(_told(granted=False), ("revoke",), ("grant_revoked",)),
        ),
        prefix="grant_request",
        answers_sender=True,
    ),
    Life(
        "grant offer of the client",
        GRANT_REQUEST,
        grant_request,
        _offered,
        (
            Move(_answer(accept=True), ("grant",), ("grant_offer_granted",)),
            Move(_answer(accept=False), ("decline",), ("grant_offer_declined",)),
            Move(EXPIRES, ("expire",), ("grant_offer_expired",)),
        ),
        prefix="grant_request",
        begin=Move(_OFFER, (), ("grant_offer",)),
        prepare=_somebody,
    ),
)
