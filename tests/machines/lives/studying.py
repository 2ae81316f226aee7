"""Learning: a colleague's courses and certificates."""

from datetime import timedelta
from typing import Any

from domain.academy import CERTIFICATE, ENROLMENT, RENEWABLE
from domain.ids import IdKind, encode
from domain.vocabulary import CertificateStatus, EnrolmentStatus
from store.tables import certificate, enrolment, lesson_done
from tests.academy.asking import answers, course, course_id, lessons
from tests.machines.acts import Inside, Mutation, admin
from tests.machines.life import Life, Move
from tests.machines.scene import Scene
from tests.portal import Caller
from tests.world import Enrolment

_SHORT, _CERTIFIED = "advisory", "money-movements"
_SHOWN = "enrolment { id status version }"


def _learner(scene: Scene) -> Caller:
    return scene.stage.portal.of(scene.sender)


async def _study(scene: Scene, made: Enrolment, key: str, done: int) -> None:
    async with scene.firm.work() as work:
        for lesson in course(key).lessons[:done]:
            row = {"enrolment_id": made.id, "lesson_id": lesson.id, "done_at": work.now}
            await work.insert(lesson_done, row)


async def _enrolled(scene: Scene, status: EnrolmentStatus) -> None:
    made = await scene.firm.enrolment(scene.sender, _SHORT, status=status)
    scene.kind, scene.id = IdKind.ENROLMENT, made.id
    await _study(scene, made, _SHORT, int(status is EnrolmentStatus.IN_PROGRESS))


async def _certified(scene: Scene, status: CertificateStatus) -> None:
    """With the course all but taken once more."""
    days = {CertificateStatus.RENEWAL_DUE: 20, CertificateStatus.EXPIRED: -1}.get(status, 200)
    made = await scene.firm.certificate(scene.sender, _CERTIFIED, expires_in=timedelta(days=days), status=status)
    again = await scene.firm.enrolment(scene.sender, _CERTIFIED, status=EnrolmentStatus.IN_PROGRESS)
    await _study(scene, again, _CERTIFIED, len(course(_CERTIFIED).lessons) - 1)
    scene.kind, scene.id, scene.ends_at = IdKind.CERTIFICATE, made.id, scene.stage.now + timedelta(days=days)


async def _falls_due(scene: Scene) -> None:
    await scene.tick(max(scene.stage.now, scene.ends_at - RENEWABLE))


async def _expires(scene: Scene) -> None:
    await scene.tick(max(scene.stage.now, scene.ends_at))


def _first(scene: Scene) -> dict[str, Any]:
    return {"lessonId": lessons(_SHORT)[0]}


def _last(scene: Scene) -> dict[str, Any]:
    return {"lessonId": lessons(_SHORT)[-1]}


def _quiz(scene: Scene) -> dict[str, Any]:
    return {"lessonId": lessons(_CERTIFIED)[-1], "answers": answers(_CERTIFIED)}


def _course(scene: Scene) -> dict[str, Any]:
    return {"courseId": course_id(_SHORT), "colleagueId": encode(IdKind.COLLEAGUE, scene.sender.id)}


STUDIES = (
    Life(
        "enrolment",
        ENROLMENT,
        enrolment,
        _enrolled,
        (
            # A lesson that is done can be done again, which changes nothing.
            Move(
                Mutation("completeLesson", _learner, _first, _SHOWN),
                ("start",),
                quiet=frozenset({EnrolmentStatus.IN_PROGRESS}),
            ),
            # The last lesson, done first, begins the course.
            Move(
                Mutation("completeLesson", _learner, _last, _SHOWN),
                ("complete",),
                ("certificate_issued",),
                never=frozenset({EnrolmentStatus.ENROLLED}),
            ),
            Move(
                Mutation("leaveCourse", admin, lambda scene: {"enrolmentId": scene.public_id}, _SHOWN),
                ("leave",),
                ("course_left",),
            ),
        ),
        prefix="enrolment",
        begin=Move(Mutation("enrolInCourse", admin, _course, _SHOWN), (), ("course_enrolled",)),
        actions={"start": "started"},
        beside=frozenset({"enrolment.lesson_done"}),
        refusals=frozenset({"NOT_ENROLLED", "ALREADY_ENROLLED"}),
    ),
    Life(
        "certificate",
        CERTIFICATE,
        certificate,
        _certified,
        (
            Move(Inside(_falls_due), ("fall due",), ("certificate_renewal_due",)),
            Move(Inside(_expires), ("expire",), ("certificate_expired",)),
            Move(
                Mutation("completeLesson", _learner, _quiz, _SHOWN),
                ("renew",),
                ("certificate_issued",),
                quiet=frozenset({CertificateStatus.RENEWED}),
            ),
        ),
        prefix="certificate",
        refusals=frozenset({"NOT_ENROLLED"}),
    ),
)
