"""An invite that nobody opens, or that is about to end, is told once, at its moment, by the firm's limits."""

from datetime import timedelta
from typing import Any

import pytest

from domain.moment import utc
from domain.vocabulary import Role
from resolvers.clock import Rounds
from store.engine import Store
from store.vault import Vault
from tests.invites.asking import INVITE_CLIENT, PREVIEW, RESEND, ask, bakery, codes, left, secret_in
from tests.portal import Caller, Portal
from tests.world import Firm, World

DAY, A_TICK = timedelta(days=1), timedelta(microseconds=1)
SHOWN = "query ($id: ID!) { node(id: $id) { ... on Invite { isStale } } }"
WHY = """query ($id: ID!) { node(id: $id) { ... on Invite {
  signal { kind level since rule threshold source explanation limits { limit value unit source } link }
  snooze { until reason by { id } } } } }"""
SNOOZE = """mutation ($input: SnoozeInviteInput!) { snoozeInvite(input: $input) {
  invite { isStale snooze { until } } userErrors { code message path } } }"""
UNSNOOZE = SNOOZE.replace("snoozeInvite", "unsnoozeInvite").replace("Snooze", "Unsnooze")
RULE = """mutation ($input: SetAttentionRuleInput!) { setAttentionRule(input: $input) {
  userErrors { code message path } } }"""
STALE = "client_invite.stale"


class Invited:
    """A firm that has invited a company, and a clock that can be set."""

    def __init__(self, firm: Firm, admin: Caller, anybody: Caller, rounds: Rounds, behind: Store, vault: Vault) -> None:
        self.firm, self.admin, self.anybody, self.rounds = firm, admin, anybody, rounds
        self.behind, self.vault, self.id = behind, vault, ""

    async def send(self) -> None:
        payload = await ask(self.admin, INVITE_CLIENT, **bakery())
        self.id = payload["invite"]["id"]

    async def open(self) -> None:
        (mail, *_) = (await left(self.behind)).mails
        assert (await self.anybody(PREVIEW, token=secret_in(mail, self.vault))).data["invitePreview"]

    async def after(self, *spans: timedelta) -> list[bool]:
        """Whether it is stale, and was told so, once the clock has gone round so long after the beginning."""
        for span in spans:
            await self.rounds.go(self.firm.now + span)
        return [await self.is_stale(), STALE in await self.told()]

    async def is_stale(self) -> bool:
        found: bool = (await self.admin(SHOWN, id=self.id)).data["node"]["isStale"]
        return found

    async def told(self) -> list[str]:
        """What was told since the invite went out, the same in the audit trail."""
        after = await left(self.behind)
        assert after.audit == after.events
        return [kind for kind in after.events if "invite" in kind]

    async def limit(self, value: int, **more: Any) -> dict[str, Any]:
        limits = [{"limit": "INVITE_UNOPENED_FOR", "value": value}]
        return await ask(self.admin, RULE, kind="INVITE_STALE", limits=limits, **more)


@pytest.fixture
async def invited(world: World, portal: Portal, store: Store, admin_store: Store, vault: Vault) -> Invited:
    firm = await world.partner()
    admin = portal.of(await firm.colleague(role=Role.ADMIN))
    made = Invited(firm, admin, portal.anybody, Rounds(store, vault), admin_store, vault)
    await made.send()
    return made


async def test_five_days_unopened_are_told_once(invited: Invited) -> None:
    assert await invited.after(5 * DAY - A_TICK) == [False, False]
    assert await invited.after(5 * DAY) == [True, True]
    # Also by a clock that is behind, and close to the end.
    assert await invited.after(5 * DAY - A_TICK, 6 * DAY, 28 * DAY) == [True, True]
    assert await invited.told() == ["client_invite.sent", STALE]
    await invited.after(30 * DAY)
    assert await invited.told() == ["client_invite.sent", STALE, "client_invite.expired"]


async def test_what_was_opened_in_time_is_told_three_days_before_its_end(invited: Invited) -> None:
    await invited.open()
    assert await invited.after(5 * DAY, 27 * DAY - A_TICK) == [False, False]
    assert await invited.after(27 * DAY, 28 * DAY) == [True, True]
    assert await invited.told() == ["client_invite.sent", "client_invite.opened", STALE]


async def test_opening_or_sending_it_again_puts_the_moment_off(invited: Invited) -> None:
    await invited.after(5 * DAY)
    assert codes(await ask(invited.admin, RESEND, inviteId=invited.id)) == []
    assert not await invited.is_stale()
    await invited.after(5 * DAY)
    assert await invited.is_stale()
    assert await invited.told() == ["client_invite.sent", STALE, "client_invite.resent", STALE]


async def test_the_firms_limit_moves_the_moment_also_of_what_is_open_already(invited: Invited) -> None:
    assert codes(await invited.limit(2)) == []
    assert await invited.after(timedelta()) == [False, False]
    assert await invited.after(2 * DAY) == [True, True]
    assert codes(await invited.limit(9)) == []
    await invited.after(2 * DAY)
    assert not await invited.is_stale()
    assert await invited.told() == ["client_invite.sent", STALE]


async def test_a_client_has_no_limit_of_its_own_for_what_is_told_before_it_comes(invited: Invited) -> None:
    mine = await invited.firm.client()
    (error,) = (await invited.limit(2, clientId=mine.public_id))["userErrors"]
    assert (error["code"], error["path"]) == ("INVALID", ["input", "clientId"])


async def test_its_signal_says_why_and_by_whose_limit(invited: Invited) -> None:
    assert (await invited.admin(WHY, id=invited.id)).data["node"] == {"signal": None, "snooze": None}
    assert codes(await invited.limit(2)) == []
    await invited.after(timedelta(), 2 * DAY)
    signal = (await invited.admin(WHY, id=invited.id)).data["node"]["signal"]
    assert signal.pop("link").endswith("/pending-clients")
    assert signal == {
        "kind": "INVITE_STALE",
        "level": "INFO",
        "since": utc(invited.firm.now + 2 * DAY),
        "rule": "The invite is unopened for 2 days.",
        "threshold": "2 days",
        "source": "PARTNER",
        "explanation": "The invite is unopened for 2 days. The threshold (2 days) is the firm's.",
        "limits": [
            {"limit": "INVITE_UNOPENED_FOR", "value": 2, "unit": "DAYS", "source": "PARTNER"},
            {"limit": "INVITE_EXPIRES_WITHIN", "value": 3, "unit": "DAYS", "source": "PRODUCT"},
        ],
    }


async def test_it_is_set_aside_for_a_while_and_told_again_after_that(invited: Invited) -> None:
    await invited.after(5 * DAY)
    until = invited.firm.now + 7 * DAY
    aside = {"inviteId": invited.id, "until": utc(until), "reason": "They are away."}
    answer = await ask(invited.admin, SNOOZE, **aside, idempotencyKey="later")
    assert answer["invite"] == {"isStale": False, "snooze": {"until": utc(until)}}
    assert await ask(invited.admin, SNOOZE, **aside, idempotencyKey="later") == answer
    await invited.after(7 * DAY - A_TICK)
    assert not await invited.is_stale()
    await invited.after(7 * DAY)
    assert await invited.is_stale()
    assert await invited.told() == ["client_invite.sent", STALE, "client_invite.snoozed", STALE]


async def test_a_snooze_is_taken_back_or_ends_with_the_invite(invited: Invited) -> None:
    far = {"inviteId": invited.id, "until": utc(invited.firm.now + 90 * DAY), "reason": "They are away."}
    assert codes(await ask(invited.admin, UNSNOOZE, inviteId=invited.id)) == ["WRONG_STATE"]
    assert codes(await ask(invited.admin, SNOOZE, **far)) == []
    await invited.after(5 * DAY)
    assert not await invited.is_stale()
    assert codes(await ask(invited.admin, UNSNOOZE, inviteId=invited.id)) == []
    await invited.after(5 * DAY)
    assert await invited.is_stale()
    assert codes(await ask(invited.admin, SNOOZE, **far)) == []
    await invited.after(30 * DAY)
    assert (await invited.told())[-2:] == ["client_invite.snoozed", "client_invite.expired"]
    assert codes(await ask(invited.admin, SNOOZE, **far)) == ["WRONG_STATE"]


@pytest.mark.parametrize("days", [0, 91])
async def test_it_is_set_aside_until_a_moment_ahead_and_not_too_far(invited: Invited, days: int) -> None:
    until = utc(invited.firm.now + days * DAY)
    (error,) = (await ask(invited.admin, SNOOZE, inviteId=invited.id, until=until, reason="Away."))["userErrors"]
    assert (error["code"], error["path"]) == ("INVALID", ["input", "until"])
