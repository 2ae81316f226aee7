"""The machine of applications: no order of events leads out of an end, or past the agreement."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.applying import APPLICATION, WAITING
from domain.vocabulary import ApplicationStatus

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
