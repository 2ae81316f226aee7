"""What the mutations of colleagues answer."""

import strawberry

from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from loaders.team import team_by_id
from resolvers.outcome import changed, changed_many, outcomes, told
from schema.colleague import Colleague
from schema.cost import FREE, several
from schema.field import field, plain
from schema.payload import Payload
from schema.refs import ClientRef, ColleagueRef, TeamRef
from schema.rules import CLIENTS, PEOPLE


@strawberry.type(description="The answer to `changeColleagueRole`.", directives=FREE)
class ChangeColleagueRolePayload(Payload):
    colleague: Colleague | None = field(
        "The colleague, as they are now.", changed(colleague_by_id, "colleague"), rule=PEOPLE, nullable=True
    )


@strawberry.type(description="How much of somebody's work a colleague takes over.", directives=FREE)
class TakenOver:
    colleague: ColleagueRef | None = field(
        "Who takes over.", changed(colleague_by_id, "colleague"), rule=PEOPLE, nullable=True
    )
    client_count: int = plain("How many clients.", told("clients"))
    invite_count: int = plain("How many invites to companies that wait for an answer, or came back.", told("invites"))


@strawberry.type(description="The answer to `deactivateColleague`; in a dry run, what would happen.", directives=FREE)
class DeactivateColleaguePayload(Payload):
    colleague: Colleague | None = field(
        "The colleague, as they are now.", changed(colleague_by_id, "colleague"), rule=PEOPLE, nullable=True
    )
    ended_assignment_count: int = plain("How many clients they worked on.", told("ended", 0))
    taken_over: list[TakenOver] = plain(
        "Who takes over how many clients and invites.", outcomes("taken_over"), size=several(3)
    )
    open_invite_count: int = plain(
        "How many invites to companies that they sent wait for an answer, or came back. Whoever takes over hears what "
        "becomes of them; without anybody, owners and admins do.",
        told("open_invites", 0),
    )
    teams_left: list[TeamRef] | None = field(
        "Teams that they were in.", changed_many(team_by_id, "teams"), rule=PEOPLE, size=several(5)
    )
    orphaned_client_count: int = plain("How many clients nobody works on any more.", told("orphan_count", 0))
    orphaned_clients: list[ClientRef] | None = field(
        "The first hundred of those clients.", changed_many(client_by_id, "orphans"), rule=CLIENTS, size=several(10)
    )


@strawberry.type(description="The answer to `reactivateColleague`.", directives=FREE)
class ReactivateColleaguePayload(Payload):
    colleague: Colleague | None = field(
        "The colleague, as they are now.", changed(colleague_by_id, "colleague"), rule=PEOPLE, nullable=True
    )


@strawberry.type(description="The answer to `erasePerson`; in a dry run, what would be erased.", directives=FREE)
class ErasePersonPayload(Payload):
    colleague: Colleague | None = field(
        "The colleague they were, if they were one: a name for nobody.",
        changed(colleague_by_id, "colleague"),
        rule=PEOPLE,
        nullable=True,
    )
    record_count: int = plain("Records about them, now without name, address and number.", told("records", 0))
    mail_count: int = plain("Mails to them, now gone.", told("mails", 0))
    text_count: int = plain("Notes, messages and events out of which they were taken.", told("texts", 0))
    audit_detail_count: int = plain(
        "Audit entries that lost their before and after; the entries stay.", told("audit_details", 0)
    )
