"""Payloads of grants, and what the page behind a link shows."""

from datetime import datetime

import strawberry

from domain.vocabulary import Grant, GrantRequestStatus
from loaders.client import client_by_id
from loaders.granting import grant_request_by_id
from resolvers.outcome import changed, told
from schema.client import Client
from schema.cost import FREE
from schema.field import field, plain
from schema.granting import GrantRequest
from schema.payload import Payload
from schema.rules import CLIENTS


def _request() -> GrantRequest | None:
    found: GrantRequest | None = field(
        "The request, as it is now.", changed(grant_request_by_id, "grant_request"), rule=CLIENTS, nullable=True
    )
    return found


def _status() -> GrantRequestStatus | None:
    found: GrantRequestStatus | None = plain("Where it stands, when it was done.", told("status"))
    return found


def _name(value: str, description: str) -> str | None:
    found: str | None = plain(description, told(value))
    return found


def _grant() -> Grant | None:
    found: Grant | None = plain("What the firm asked for.", told("grant"))
    return found


@strawberry.type(description="The answer to `requestGrant`.", directives=FREE)
class RequestGrantPayload(Payload):
    grant_request: GrantRequest | None = _request()


@strawberry.type(description="The answer to `cancelGrantRequest`.", directives=FREE)
class CancelGrantRequestPayload(Payload):
    grant_request: GrantRequest | None = _request()


@strawberry.type(description="What the firm has answered to the offer of a client.", directives=FREE)
class AnswerGrantOfferPayload(Payload):
    grant_request: GrantRequest | None = _request()
    client: Client | None = field(
        "The client, with its grants as they are now.", changed(client_by_id, "client"), rule=CLIENTS, nullable=True
    )


@strawberry.type(description="What the client's admin is told after granting.", directives=FREE)
class AcceptGrantRequestPayload(Payload):
    status: GrantRequestStatus | None = _status()
    grant: Grant | None = _grant()
    partner_name: str | None = _name("partner_name", "The firm that has the grant now.")
    company_name: str | None = _name("company_name", "The company that gave it.")


@strawberry.type(description="What the client's admin is told after declining.", directives=FREE)
class DeclineGrantRequestPayload(Payload):
    status: GrantRequestStatus | None = _status()
    grant: Grant | None = _grant()
    partner_name: str | None = _name("partner_name", "The firm that had asked.")
    company_name: str | None = _name("company_name", "The company that said no.")


@strawberry.type(description="What the client's admin is told after revoking.", directives=FREE)
class RevokeGrantPayload(Payload):
    status: GrantRequestStatus | None = _status()
    grant: Grant | None = _grant()
    partner_name: str | None = _name("partner_name", "The firm that had the grant.")
    company_name: str | None = _name("company_name", "The company that took it back.")


@strawberry.type(description="A grant request, as the client's admin may see it before answering.")
class GrantRequestPreview:
    status: GrantRequestStatus = plain("PENDING can be answered, GRANTED can be revoked.")
    partner_name: str = plain("The firm that asks.")
    company_name: str = plain("The company that is asked.")
    colleague_name: str | None = plain("The colleague who asks.")
    grant: Grant = plain("What the firm asks for.")
    message: str | None = plain("A personal message.")
    expires_at: datetime | None = plain("Until when it can be answered.")
