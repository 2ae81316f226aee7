"""The machines of learning: what any order of events comes to."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.academy import CERTIFICATE, ENROLMENT, OPEN
from domain.errors import Refused
from domain.machine import Machine
from domain.vocabulary import CertificateStatus, EnrolmentStatus, Word


def _walk(machine: Machine[Any], events: Sequence[str]) -> list[Word]:
    states = [machine.initial]
    for event in events:
        with suppress(Refused):
            states.append(machine.after(event, states[-1]))
    return states


@given(st.lists(st.sampled_from(sorted(ENROLMENT.events))))
def test_an_enrolment_ends_once_and_is_completed_only_after_it_was_begun(events: list[str]) -> None:
    states = _walk(ENROLMENT, events)
    assert all(state in OPEN for state in states[:-1])
    if EnrolmentStatus.COMPLETED in states:
        assert states[-2] is EnrolmentStatus.IN_PROGRESS


@given(st.lists(st.sampled_from(sorted(CERTIFICATE.events))))
def test_a_certificate_never_comes_back(events: list[str]) -> None:
    order = [CertificateStatus.VALID, CertificateStatus.RENEWAL_DUE, CertificateStatus.EXPIRED]
    order.append(CertificateStatus.RENEWED)
    states = [order.index(CertificateStatus(state)) for state in _walk(CERTIFICATE, events)]
    assert states == sorted(set(states))
