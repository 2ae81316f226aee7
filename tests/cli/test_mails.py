"""`gateway worker` and `gateway mails`: mails leave without a server, and the queue can be looked at."""

import re
import time

import httpx2

from tests.cli.conftest import Gateway, server_of
from tests.cli.test_commands import OWNER, create

INVITE = """mutation { inviteColleagues(input: {colleagues: [{email: "bo@nord.example"}]}) { userErrors { code } } }"""
UNKNOWN = "00000000-0000-7000-8000-000000000000"


def test_a_worker_sends_what_a_server_left_to_it(migrated: Gateway) -> None:
    assert migrated(*create(migrated)).code == 0
    server = server_of(migrated.start("serve", GATEWAY_PORT="0", GATEWAY_BACKGROUND="false"))
    token = migrated("token", "--as", OWNER).out.strip()
    server.ask(INVITE, token)
    waiting = migrated("mails", "list", "--state", "queued")
    assert "colleague_invite" in waiting.out
    worker = server_of(migrated.start("worker"))
    until = time.monotonic() + 20
    while "SENT" not in (listed := migrated("mails", "list").out) and time.monotonic() < until:
        time.sleep(0.1)
    assert re.match(r"SENT .* colleague_invite", listed)
    ended = worker.stop()
    assert (ended.code, ended.err) == (0, "")
    text = httpx2.get(f"{server.address}/dev/mails").text
    link = re.search(r"Link: \S+/invites/\S{43}\n", text)
    page = httpx2.get(f"{server.address}/dev/mails", headers={"Accept": "text/html"}).text
    server.stop()
    assert link
    assert "To: Bo <bo@nord.example>" in text
    assert "Join " in page


def test_what_was_not_given_up_cannot_be_retried(migrated: Gateway) -> None:
    done = migrated("mails", "retry", UNKNOWN)
    assert done.code == 1
    assert "mails list --dead" in done.err
    assert migrated("mails", "list", "--dead").err == "No such mails.\n"


def test_what_was_never_sent_cannot_have_come_back(migrated: Gateway) -> None:
    done = migrated("mails", "bounced", f"<{UNKNOWN}@portal.example>")
    assert (done.code, UNKNOWN in done.err) == (1, True)
    assert migrated("mails", "bounced", "nonsense").code == 2
