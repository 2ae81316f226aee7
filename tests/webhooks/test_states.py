"""The states of a webhook, and when a delivery is tried again: nothing but what is listed, whatever happens."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from domain.errors import Refused
from domain.vocabulary import Role, WebhookStatus, WebhookStop
from domain.webhook import KEPT_TRYING, WEBHOOK, next_attempt
from resolvers.webhooks.stopping import stop_webhook
from store.engine import Store
from store.tables import audit_entry, mail, outbox_event
from tests.portal import Portal
from tests.webhooks.asking import change, codes
from tests.world import World

NOW = datetime(2026, 5, 13, 9, 0, tzinfo=UTC)


@given(st.lists(st.sampled_from(sorted(WEBHOOK.events))))
def test_no_unlisted_transition_succeeds(events: list[str]) -> None:
    state = WEBHOOK.initial
    for event in events:
        wanted = WEBHOOK.events[event].get(state)
        if wanted is None:
            with pytest.raises(Refused, match=state):
                WEBHOOK.after(event, state)
        else:
            state = WEBHOOK.after(event, state)
            assert state is wanted


@given(
    attempts=st.integers(1, 100),
    passed=st.timedeltas(timedelta(0), timedelta(hours=30)),
    jitter=st.floats(0, 1),
    asked=st.none() | st.timedeltas(timedelta(0), timedelta(days=30)),
)
def test_a_delivery_is_tried_later_within_its_day_or_given_up(
    attempts: int, passed: timedelta, jitter: float, asked: timedelta | None
) -> None:
    now = NOW + passed
    again = next_attempt(attempts, NOW, now, jitter, asked)
    assert (again is None) is (passed >= KEPT_TRYING)
    if again is not None:
        assert now < again <= NOW + KEPT_TRYING
        assert again >= min(now + (asked or timedelta(0)), NOW + KEPT_TRYING)


async def test_every_listed_transition_works_and_leaves_one_entry_and_one_event(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    boss, machine = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.integration()

    async def count() -> list[int]:
        async with admin_store.engine.connect() as connection:
            tables = (audit_entry, outbox_event, mail)
            return [(await connection.execute(select(func.count()).select_from(each))).scalar_one() for each in tables]

    for event, state in product(WEBHOOK.events, WebhookStatus):
        hook, before = await firm.webhook(machine, status=state), await count()
        if event == "stop":
            async with firm.work() as work:
                done = await stop_webhook(work, hook.id, WebhookStop.FAILING)
        else:
            done = codes(await change(boss, f"{event}Webhook", webhookId=hook.public_id)) == []
        assert done is (state in WEBHOOK.events[event]), (event, state)
        mails = int(done and event == "stop")
        assert await count() == [before[0] + done, before[1] + done, before[2] + mails], (event, state)
