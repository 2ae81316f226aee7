"""The machines of learning: what is listed happens once, with its entry and event; what is not is refused."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Table

from domain.academy import CERTIFICATE, ENROLMENT, OPEN
from domain.errors import Refused, UserErrorCode
from domain.machine import Machine
from domain.vocabulary import CertificateStatus, EnrolmentStatus, Word
from resolvers.studying.certifying import move as move_certificate
from resolvers.studying.moving import move
from store.engine import Store
from store.reading import Row
from store.tables import certificate, enrolment
from store.writing import UnitOfWork
from tests.invites.asking import left
from tests.world import Firm, World

SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


async def _outcome(firm: Firm, table: Table, id: Any, act: Callable[[UnitOfWork, Row], Awaitable[Any]]) -> bool:
    """Whether it was done; refused, it must be for its state."""
    told: list[UserErrorCode] = []
    try:
        async with firm.work() as work:
            row = await work.get(table, lock=True, id=id)
            assert row is not None
            await act(work, row)
    except Refused as refusal:
        told = [error.code for error in refusal.errors]
    assert told in ([], [UserErrorCode.WRONG_STATE])
    return not told


@SQLITE
@pytest.mark.parametrize("status", EnrolmentStatus)
@pytest.mark.parametrize("event", ENROLMENT.events)
async def test_enrolments_move_as_listed(world: World, admin_store: Store, status: EnrolmentStatus, event: str) -> None:
    firm = await world.partner()
    made = await firm.enrolment(await firm.colleague(), status=status)
    listed = ENROLMENT.events[event].get(status)
    done = await _outcome(firm, enrolment, made.id, lambda work, row: move(work, row, event))
    assert done is (listed is not None)
    after = await left(admin_store)
    names = {"start": "enrolment.started", "complete": "enrolment.completed", "leave": "enrolment.left"}
    assert after.audit == after.events == ([names[event]] if listed else [])


@SQLITE
@pytest.mark.parametrize("status", CertificateStatus)
@pytest.mark.parametrize("event", CERTIFICATE.events)
async def test_certificates_move_as_listed(
    world: World, admin_store: Store, status: CertificateStatus, event: str
) -> None:
    firm = await world.partner()
    made = await firm.certificate(await firm.colleague(), status=status)
    listed = CERTIFICATE.events[event].get(status)
    done = await _outcome(firm, certificate, made.id, lambda work, row: move_certificate(work, row, event))
    assert done is (listed is not None)
    after = await left(admin_store)
    assert after.audit == after.events == ([f"certificate.{listed.lower()}"] if listed else [])


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
