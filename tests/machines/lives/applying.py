"""Becoming a partner: by an application or by a client's invite, and of a firm that is a partner already."""

from typing import Any
from uuid import UUID

from domain.agreement import VERSION
from domain.applying import APPLICATION
from domain.ids import IdKind, parse
from domain.platform import PLATFORM
from domain.vocabulary import ApplicationStatus, DueKind
from store.attention import file_due
from store.tables import application
from store.writing import unit_of_work
from tests.applying.asking import CONTACT
from tests.machines.acts import EXPIRES, Mutation, anybody, operator
from tests.machines.life import Life, Move
from tests.machines.scene import Scene
from tests.world.base import OPERATOR

_PASSING = frozenset({ApplicationStatus.SUBMITTED, ApplicationStatus.WEBINAR_WATCHED})


def _token(scene: Scene) -> dict[str, Any]:
    return {"token": scene.secret}


def _id(scene: Scene) -> dict[str, Any]:
    return {"applicationId": scene.public_id}


def _rejects(scene: Scene) -> dict[str, Any]:
    return _id(scene) | {"reason": "No."}


def _describes(scene: Scene) -> dict[str, Any]:
    firm = {"firmName": "Nordre Regnskab", "country": "DK", "registrationNumber": scene.said["number"]}
    return firm | CONTACT


def _applies(scene: Scene) -> dict[str, Any]:
    return _describes(scene) | {"email": scene.email}


def _agrees(scene: Scene) -> dict[str, Any]:
    return _token(scene) | {"signatoryName": "Maja Krogh", "agreementVersion": VERSION, "confirms": True}


async def _applicant(scene: Scene) -> None:
    number = scene.said["number"] = scene.number()
    scene.email = f"maja.{number}@nordre.example"


async def _stands(scene: Scene, status: ApplicationStatus) -> None:
    await _applicant(scene)
    number, email = scene.said["number"], scene.email
    public_id, scene.secret = await scene.stage.world.application(status, registration_number=number, email=email)
    scene.kind, id = parse(public_id) or (IdKind.APPLICATION, UUID(int=0))
    scene.id = id
    (row,) = await scene.stage.rows(application, application.c.id == id)
    scene.ends_at = row.expires_at
    stage = scene.stage
    async with unit_of_work(stage.store, PLATFORM, OPERATOR, stage.now, stage.vault) as work:
        await file_due(work, DueKind.APPLICATION, {id: row.expires_at})


async def _known(scene: Scene, status: ApplicationStatus) -> None:
    await _stands(scene, status)
    await scene.stage.world.partner(registration_number=scene.said["number"])


def _step(name: str, by: Any, input: Any, shown: str = "status") -> Mutation:
    return Mutation(name, by, input, shown)


_AGAIN = {
    ApplicationStatus.INVITED: ("practice_invite",),
    ApplicationStatus.WEBINAR_SENT: ("partner_webinar",),
    ApplicationStatus.AGREEMENT_SENT: ("partner_agreement",),
}
_AGREE = _step("acceptAgreement", anybody, _agrees, "status partnerName ownerEmail")

APPLICATIONS = (
    Life(
        "application",
        APPLICATION,
        application,
        _stands,
        (
            Move(_step("watchWebinar", anybody, _token), ("watch", "send agreement"), ("partner_agreement",)),
            Move(
                _step("submitPracticeDetails", anybody, lambda scene: _describes(scene) | _token(scene)),
                ("describe", "send agreement"),
                ("partner_agreement",),
            ),
            Move(_AGREE, ("accept",), ("partner_welcome",)),
            Move(_step("withdrawApplication", anybody, _token), ("withdraw",)),
            Move(
                _step("rejectApplication", operator, _rejects, "application { id status }"),
                ("reject",),
                ("application_rejected",),
            ),
            Move(_step("resendApplicationMail", operator, _id, "application { id status }"), ("resend",), _AGAIN),
            Move(EXPIRES, ("expire",), ("application_expired",)),
        ),
        prefix="application",
        begin=Move(
            _step("applyForPartnership", anybody, _applies, "isReceived"),
            ("send webinar",),
            ("partner_webinar",),
            anew=True,
        ),
        prepare=_applicant,
        actions={"resend": "resent"},
        passing=_PASSING,
    ),
    Life(
        "application of a firm that is a partner",
        APPLICATION,
        application,
        _known,
        (Move(_AGREE, ("join",), ("application_joined",)),),
        prefix="application",
        passing=_PASSING,
    ),
)
