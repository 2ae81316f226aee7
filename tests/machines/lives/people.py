"""People: memberships, and who works on which client."""

from datetime import timedelta
from typing import Any

from domain.colleague import ASSIGNMENT, COLLEAGUE
from domain.ids import IdKind, encode
from domain.vocabulary import AssignmentStatus, ColleagueStatus, DueKind, InviteStatus
from store.attention import file_due
from store.tables import assignment, assignment_source, colleague
from tests.machines.acts import EXPIRES, Mutation, admin
from tests.machines.life import Life, Move
from tests.machines.lives.inviting import JOIN
from tests.machines.scene import Scene
from tests.world import ISSUER

_MEMBER = "colleague { id status version }"
_RESULTS = "results { assignment { id status } userErrors { code message path } }"


def _person(scene: Scene) -> dict[str, Any]:
    return {"colleagueId": scene.public_id}


def _pair(scene: Scene) -> dict[str, Any]:
    return {"clientIds": [scene.said["client"]], "colleagueIds": [scene.said["colleague"]]}


async def _member(scene: Scene, status: ColleagueStatus) -> None:
    joined = status is not ColleagueStatus.INVITED
    answered = InviteStatus.ACCEPTED if joined else InviteStatus.SENT
    made, scene.secret = await scene.firm.colleague_invite(by=scene.sender, status=answered)
    assert made.colleague_id is not None
    scene.kind, scene.id, scene.said["person"] = IdKind.COLLEAGUE, made.colleague_id, made.email
    if joined:
        async with scene.firm.work() as work:
            await work.update(colleague, {"status": status, "issuer": ISSUER, "subject": made.email}, id=scene.id)


async def _worker(scene: Scene, status: AssignmentStatus) -> None:
    bo, bakery = await scene.firm.colleague(), await scene.firm.client()
    scene.ends_at = scene.stage.now + timedelta(days=3)
    scene.said |= {"client": bakery.public_id, "colleague": bo.public_id}
    made = await scene.firm.assign(bo, bakery, ends_at=scene.ends_at)
    scene.kind, scene.id = IdKind.ASSIGNMENT, made.id
    async with scene.firm.work() as work:
        if status is AssignmentStatus.ENDED:
            await work.update(assignment, {"status": status, "ended_at": work.now}, id=made.id)
            await work.update(assignment_source, {"status": status, "ended_at": work.now}, assignment_id=made.id)
        await file_due(work, DueKind.CLIENT, {bakery.id: scene.ends_at})


async def _free(scene: Scene) -> None:
    """Somebody who can be assigned."""
    bo, bakery = await scene.firm.colleague(), await scene.firm.client()
    scene.said |= {"client": encode(IdKind.CLIENT, bakery.id), "colleague": bo.public_id}


PEOPLE = (
    Life(
        "colleague",
        COLLEAGUE,
        colleague,
        _member,
        (
            Move(JOIN, ("accept",), ("colleague_invite_accepted",)),
            Move(Mutation("deactivateColleague", admin, _person, _MEMBER), ("deactivate",)),
            Move(Mutation("reactivateColleague", admin, _person, _MEMBER, keyed=False), ("reactivate",)),
        ),
        prefix="colleague",
        actions={"accept": "activated", "reactivate": "reactivated"},
    ),
    Life(
        "assignment",
        ASSIGNMENT,
        assignment,
        _worker,
        (
            Move(Mutation("unassignColleagues", admin, _pair, _RESULTS), ("end",)),
            Move(EXPIRES, ("end",)),
        ),
        prefix="assignment",
        begin=Move(Mutation("assignColleagues", admin, _pair, _RESULTS), ()),
        prepare=_free,
        refusals=frozenset({"NOT_ASSIGNED", "ALREADY_ASSIGNED"}),
    ),
)
