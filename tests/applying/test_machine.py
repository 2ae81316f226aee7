"""The machine of applications: what is listed happens once, with its traces; what is not listed is refused."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.applying import APPLICATION, WAITING
from domain.errors import Refused, UserErrorCode
from domain.platform import PLATFORM
from domain.vocabulary import ApplicationStatus
from resolvers.applying.moving import end, pass_through, send
from store.ids import new_id
from store.reading import Row
from store.tables import application
from store.writing import Actor, UnitOfWork, unit_of_work
from tests.applying.asking import Office
from tests.invites.asking import left

_ENDS = ("accept", "join", "reject", "withdraw", "expire")
_SENDS = ("send webinar", "send agreement", "resend")


@asynccontextmanager
async def working(office: Office) -> AsyncIterator[UnitOfWork]:
    """A unit of work of the platform."""
    async with unit_of_work(office.store, PLATFORM, Actor("OPERATOR"), office.now, office.vault) as work:
        yield work


async def standing(work: UnitOfWork, status: ApplicationStatus) -> Row:
    """An application that stands somewhere, locked."""
    id = new_id()
    row = {"id": id, "status": status, "token_hash": id.bytes * 2, "contact_name": "Maja", "email": "maja@x.example"}
    row |= {"firm_name": "Nordre", "sent_at": work.now, "created_at": work.now}
    await work.insert(application, row | {"expires_at": work.now + timedelta(days=1)})
    found = await work.get(application, lock=True, id=id)
    assert found is not None
    return found


async def move(work: UnitOfWork, row: Row, event: str) -> None:
    """The one way in which each event is written down."""
    if event in _ENDS:
        await end(work, row, event)
    elif event in _SENDS:
        await send(work, row, event)
    else:
        await pass_through(work, row, event, {})


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_applications_move_as_listed_each_with_its_traces_once(office: Office) -> None:
    for event, allowed in APPLICATION.events.items():
        for status in ApplicationStatus:
            before, told = await left(office.admin_store), None
            try:
                async with working(office) as work:
                    row = await standing(work, status)
                    await move(work, row, event)
            except Refused as refusal:
                told = [error.code for error in refusal.errors]
            after = await left(office.admin_store)
            news = after.audit[len(before.audit) :]
            if status not in allowed:
                assert told == [UserErrorCode.WRONG_STATE], (event, status)
                assert after == before
                continue
            action = "resent" if event == "resend" else allowed[status].lower()
            assert (told, news) == (None, [f"application.{action}"]), (event, status)
            assert after.events[len(before.events) :] == news
            assert len(after.mails) - len(before.mails) == (event in _SENDS)


_STEPS = st.lists(st.sampled_from(sorted(APPLICATION.events)), max_size=12)


@given(first=st.sampled_from((ApplicationStatus.SUBMITTED, ApplicationStatus.INVITED)), events=_STEPS)
def test_no_order_of_events_leads_out_of_an_end_or_past_the_agreement(
    first: ApplicationStatus, events: list[str]
) -> None:
    status, passed = first, [first]
    for event in events:
        allowed: Any = APPLICATION.events[event]
        if status in allowed:
            status = allowed[status]
            passed.append(status)
    ended = [each for each in passed if each not in WAITING and not _goes_on(each)]
    assert len(ended) <= 1
    if status in (ApplicationStatus.AGREED, ApplicationStatus.JOINED):
        assert ApplicationStatus.AGREEMENT_SENT in passed
        seen = ApplicationStatus.WEBINAR_SENT in passed
        assert (ApplicationStatus.WEBINAR_WATCHED in passed) is seen


def _goes_on(status: ApplicationStatus) -> bool:
    return any(status in allowed for allowed in APPLICATION.events.values())


def test_every_state_is_reached_and_the_ends_are_the_documented_ones() -> None:
    reached = {ApplicationStatus.INVITED, APPLICATION.initial}
    reached |= {after for allowed in APPLICATION.events.values() for after in allowed.values()}
    assert reached == set(ApplicationStatus)
    ends = {status for status in ApplicationStatus if not _goes_on(status)}
    assert ends == {ApplicationStatus(word) for word in "AGREED JOINED REJECTED WITHDRAWN EXPIRED".split()}
