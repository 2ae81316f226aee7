"""What a mutation asks the database: every statement, so that none comes to be unnoticed."""

import re

from domain.vocabulary import Role
from store.engine import Store
from tests.people.asking import ask
from tests.portal import Portal
from tests.servers.statements import Sent, recorded
from tests.world import World

UPDATE_TEAM = """mutation ($input: UpdateTeamInput!) { done: updateTeam(input: $input) {
  team { id name description } userErrors { code message path } } }"""
# Before units of work wrote straight on the driver there were 12.
STATEMENTS = [
    "SELECT colleague",  # signing in
    "SELECT colleague",  # the rights of the mutation's turn
    "SELECT team",  # what is to be changed, as far as it exists for the viewer; locked
    "UPDATE team",
    "SELECT colleague",  # the rights that are left, for the payload
    "SELECT audit_entry",  # the head of the firm's chain, when it is one's turn to add to it
    "SELECT outbox_event",  # the newest one's moment: none is told as of before it
    "INSERT outbox_event",
    "INSERT audit_entry",
    "INSERT audit_detail",
    "SELECT team",  # the payload, as the viewer may see it
]
# Both look in functions of the database; what is left behind goes in one statement.
ON_POSTGRES = [
    *("SELECT gateway_memberships", *STATEMENTS[1:5], "SELECT gateway_chain_head"),
    *("INSERT outbox_event, audit_entry, audit_detail", STATEMENTS[-1]),
]


def told(sent: Sent) -> str:
    """The verb and the tables of a statement."""
    if inserted := re.findall(r"INSERT INTO (\w+)", sent.text):
        return f"INSERT {', '.join(inserted)}"
    verb = sent.text.split()[0]
    found = re.search(r"FROM (\w+)" if verb == "SELECT" else r"UPDATE (\w+)", sent.text)
    return f"{verb} {found[1] if found else '?'}"


async def test_a_mutation_takes_these_statements_and_no_other(world: World, portal: Portal, store: Store) -> None:
    firm = await world.partner()
    boss, team = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.team()
    with recorded(store) as seen:
        await ask(boss, UPDATE_TEAM, teamId=team.public_id, description="Who files in May.")
    assert [told(each) for each in seen] == (ON_POSTGRES if store.is_postgres else STATEMENTS)
    assert "FOR NO KEY UPDATE OF team" in seen[2].text or not store.is_postgres


async def test_what_changes_nothing_leaves_nothing(world: World, portal: Portal, store: Store) -> None:
    firm = await world.partner()
    boss, team = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.team(description="As it was.")
    with recorded(store) as seen:
        await ask(boss, UPDATE_TEAM, teamId=team.public_id, description="As it was.")
    assert {told(each).split()[0] for each in seen} == {"SELECT"}
