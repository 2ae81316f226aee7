"""Payloads of connections: how they come and how they end."""

from datetime import datetime

import strawberry

from domain.vocabulary import InviteStatus
from loaders.assignment import assignment_by_id
from loaders.client import client_by_id
from loaders.granting import grant_request_by_id
from loaders.invite import invite_by_id
from loaders.team import team_by_id
from resolvers.outcome import Outcome, changed, changed_many, told, unsealed
from schema.assignment import Assignment
from schema.client import Client
from schema.cost import FREE, several
from schema.field import field, plain
from schema.granting import GrantRequest
from schema.invite import InboundInvite
from schema.payload import Payload
from schema.rules import ADMINS_ONLY, CLIENTS, PEOPLE
from schema.scalars import URL
from schema.team import Team


def _invite() -> InboundInvite | None:
    found: InboundInvite | None = field(
        "The invite, as it is now.", changed(invite_by_id, "invite"), rule=ADMINS_ONLY, nullable=True
    )
    return found


def _client(description: str) -> Client | None:
    found: Client | None = field(description, changed(client_by_id, "client"), rule=CLIENTS, nullable=True)
    return found


@strawberry.type(description="The answer to `acceptInboundInvite`.", directives=FREE)
class AcceptInboundInvitePayload(Payload):
    invite: InboundInvite | None = _invite()
    client: Client | None = _client("The new client.")


@strawberry.type(description="The answer to `declineInboundInvite`.", directives=FREE)
class DeclineInboundInvitePayload(Payload):
    invite: InboundInvite | None = _invite()


@strawberry.type(description="What ends with a connection, or would; the history of all of it stays.", directives=FREE)
class DisconnectClientPayload(Payload):
    client: Client | None = _client("The client, as it is now.")
    assignments: list[Assignment] | None = field(
        "Assignments that end.", changed_many(assignment_by_id, "assignments"), rule=PEOPLE, size=several(20)
    )
    teams: list[Team] | None = field(
        "Teams that no longer work on it.", changed_many(team_by_id, "teams"), rule=PEOPLE, size=several(5)
    )
    grant_requests: list[GrantRequest] | None = field(
        "Requests that are closed.", changed_many(grant_request_by_id, "grant_requests"), rule=CLIENTS, size=several(3)
    )
    open_link_count: int = plain("One-time links into the client's account that die unused.", told("links", 0))
    digest_count: int = plain("Digests of this client alone that end.", told("digests", 0))


def _expires_at(root: Outcome) -> datetime | None:
    stored = root.values.get("expires_at")
    return datetime.fromisoformat(stored) if stored else None


@strawberry.type(description="The answer to `createConnectLink`.", directives=FREE)
class CreateConnectLinkPayload(Payload):
    url: URL | None = plain(
        "Send it to the company's admin; it works once, and is told only now (and to the same `idempotencyKey`).",
        unsealed("url"),
    )
    expires_at: datetime | None = plain("Until when it works: 30 days.", _expires_at)


@strawberry.type(description="What the company's admin is told.", directives=FREE)
class ConnectFirmPayload(Payload):
    status: InviteStatus | None = plain("RECEIVED, when it was done: the firm answers next.", told("status"))
    partner_name: str | None = plain("The firm that was let in.", told("partner_name"))
    company_name: str | None = plain("The company that lets it in.", told("company_name"))


@strawberry.type(description="An unused connect link, as the company's admin may see it.")
class ConnectPreview:
    partner_name: str = plain("The firm that would look after the company.")
    company_name: str = plain("The company for which the link is.")
    expires_at: datetime = plain("Until when it works.")


@strawberry.type(description="The answer to `submitOnboarding`.", directives=FREE)
class SubmitOnboardingPayload(Payload):
    client: Client | None = _client("The client, as it is now.")


@strawberry.type(description="The answer to `restartOnboarding`.", directives=FREE)
class RestartOnboardingPayload(Payload):
    client: Client | None = _client("The client, as it is now.")


@strawberry.type(description="The answer to `abandonOnboarding`.", directives=FREE)
class AbandonOnboardingPayload(Payload):
    client: Client | None = _client("The client, as it is now.")
