"""Courses are begun and left: by colleagues for themselves, by admins also for others."""

from datetime import timedelta

import pytest

from domain.vocabulary import CertificateStatus, ColleagueStatus, EnrolmentStatus, Role
from store.engine import Store
from store.tables import enrolment
from tests.academy.asking import ENROL, LEAVE, course, course_id
from tests.invites.asking import ask, codes, left, places
from tests.portal import Portal
from tests.world import World

DAY = timedelta(days=1)


async def test_a_colleague_enrols_and_what_is_left_behind_is_one_of_each(
    world: World, portal: Portal, admin_store: Store
) -> None:
    bo = await (await world.partner()).colleague("Bo Lind", role=Role.VIEWER)
    told = (await ask(portal.of(bo), ENROL, courseId=course_id(), idempotencyKey="once"))["enrolment"]
    assert (told["status"], told["courseVersion"]) == ("ENROLLED", 3)
    assert told["colleague"] == told["enrolledBy"] == {"name": "Bo Lind"}
    assert told["progress"]["percent"] == 0
    assert told["progress"]["nextLesson"] == {"title": "What the portal is for"}
    again = (await ask(portal.of(bo), ENROL, courseId=course_id(), idempotencyKey="once"))["enrolment"]
    assert again["id"] == told["id"]
    after = await left(admin_store)
    assert after.audit == after.events == ["enrolment.created"]
    assert after.mails == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_an_admin_enrols_others_who_get_a_mail(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague("Anna Berg", role=Role.ADMIN), await firm.colleague("Bo Lind")
    told = (await ask(portal.of(anna), ENROL, courseId=course_id(), colleagueId=bo.public_id))["enrolment"]
    assert (told["colleague"]["name"], told["enrolledBy"]["name"]) == ("Bo Lind", "Anna Berg")
    gone = await ask(portal.of(anna), LEAVE, enrolmentId=told["id"])
    assert gone["enrolment"]["status"] == "LEFT"
    after = await left(admin_store)
    assert [(mail.kind, mail.to_email) for mail in after.mails] == [
        ("course_enrolled", bo.email),
        ("course_left", bo.email),
    ]
    assert after.audit == ["enrolment.created", "enrolment.left"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_others_enrol_nobody_but_themselves(world: World, portal: Portal) -> None:
    firm = await world.partner()
    bo, cleo = await firm.colleague(), await firm.colleague()
    refused = await ask(portal.of(bo), ENROL, courseId=course_id(), colleagueId=cleo.public_id)
    assert places(refused) == {"input.colleagueId": "ACCESS_DENIED"}
    own = await ask(portal.of(bo), ENROL, courseId=course_id(), colleagueId=bo.public_id)
    assert not codes(own)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_course_is_taken_once_at_a_time_and_again_after_leaving(world: World, portal: Portal) -> None:
    bo = portal.of(await (await world.partner()).colleague())
    first = (await ask(bo, ENROL, courseId=course_id()))["enrolment"]
    assert codes(await ask(bo, ENROL, courseId=course_id())) == ["ALREADY_ENROLLED"]
    assert codes(await ask(bo, LEAVE, enrolmentId=first["id"], ifVersion=7)) == ["CONFLICT"]
    assert (await ask(bo, LEAVE, enrolmentId=first["id"], ifVersion=1))["enrolment"]["leftAt"]
    assert codes(await ask(bo, LEAVE, enrolmentId=first["id"])) == ["WRONG_STATE"]
    assert (await ask(bo, ENROL, courseId=course_id()))["enrolment"]["id"] != first["id"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_nobody_who_has_left_learns_and_who_comes_back_goes_on(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna = portal.of(await firm.colleague(role=Role.ADMIN))
    gone = await firm.colleague(status=ColleagueStatus.DEACTIVATED)
    begun = await firm.enrolment(gone, status=EnrolmentStatus.IN_PROGRESS)
    refused = await ask(anna, ENROL, courseId=course_id("advisory"), colleagueId=gone.public_id)
    assert places(refused) == {"input.colleagueId": "COLLEAGUE_NOT_ACTIVE"}
    assert codes(await ask(anna, LEAVE, enrolmentId=begun.public_id)) == ["COLLEAGUE_NOT_ACTIVE"]
    back = "mutation ($input: ReactivateColleagueInput!) { reactivateColleague(input: $input) { userErrors { code } } }"
    assert not codes(await ask(anna, back, colleagueId=gone.public_id))
    mine = await portal.of(gone)("{ academy { myEnrolments { nodes { id status } } } }")
    assert mine.data["academy"]["myEnrolments"]["nodes"] == [{"id": begun.public_id, "status": "IN_PROGRESS"}]
    assert (await ask(anna, LEAVE, enrolmentId=begun.public_id))["enrolment"]["status"] == "LEFT"


@pytest.mark.parametrize(
    ("expires_in", "code"),
    [(31 * DAY, "ALREADY_CERTIFIED"), (None, "ALREADY_CERTIFIED"), (30 * DAY, None), (-DAY, None)],
)
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_course_is_taken_again_when_its_certificate_is_due(
    world: World, portal: Portal, expires_in: timedelta | None, code: str | None
) -> None:
    firm = await world.partner()
    bo = await firm.colleague()
    await firm.certificate(bo, expires_in=expires_in)
    assert codes(await ask(portal.of(bo), ENROL, courseId=course_id())) == ([code] if code else [])


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_new_version_of_a_course_can_be_taken_at_once(world: World, portal: Portal) -> None:
    firm = await world.partner()
    bo = await firm.colleague()
    await firm.certificate(bo, course_version=course().version - 1)
    await firm.certificate(bo, "month-end", status=CertificateStatus.RENEWED)
    assert not codes(await ask(portal.of(bo), ENROL, courseId=course_id()))
    assert not codes(await ask(portal.of(bo), ENROL, courseId=course_id("month-end")))


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_dry_run_checks_and_changes_nothing(world: World, portal: Portal, admin_store: Store) -> None:
    bo = portal.of(await (await world.partner()).colleague())
    assert not codes(await ask(bo, ENROL, courseId=course_id(), validateOnly=True))
    async with admin_store.engine.connect() as connection:
        assert (await connection.execute(enrolment.select())).all() == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_progress_is_ones_own_and_the_admins_certificates_are_everybodys(world: World, portal: Portal) -> None:
    firm = await world.partner()
    anna, bo, cleo = await firm.colleague(role=Role.ADMIN), await firm.colleague(), await firm.colleague()
    begun = await firm.enrolment(bo)
    held = await firm.certificate(bo, "month-end")
    page = """query ($id: ID!) { node(id: $id) { id } academy { myEnrolments { nodes { id } }
      enrolments { nodes { id } } certificates { nodes { id colleague { name } } } } }"""
    theirs, own, admins = [await portal.of(who)(page, id=begun.public_id) for who in (cleo, bo, anna)]
    assert theirs.data["node"] is None
    assert theirs.data["academy"]["myEnrolments"]["nodes"] == []
    assert [own.data["node"], admins.data["node"]] == [{"id": begun.public_id}] * 2
    assert [len(each.data["academy"]["myEnrolments"]["nodes"]) for each in (own, admins)] == [2, 0]
    assert len(admins.data["academy"]["enrolments"]["nodes"]) == 2
    assert own.codes == theirs.codes == ["ACCESS_DENIED"]
    certificates = [each.data["academy"]["certificates"]["nodes"] for each in (theirs, own, admins)]
    assert certificates == [[{"id": held.public_id, "colleague": {"name": bo.name}}]] * 3
    assert codes(await ask(portal.of(cleo), LEAVE, enrolmentId=begun.public_id)) == ["NOT_FOUND"]
