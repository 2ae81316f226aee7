"""Grants beyond the access level."""

import strawberry

import resolvers.granting.answering
import resolvers.granting.asking
from schema.cost import FREE
from schema.field import change
from schema.payloads.granting import (
    AcceptGrantRequestPayload,
    AnswerGrantOfferPayload,
    CancelGrantRequestPayload,
    DeclineGrantRequestPayload,
    RequestGrantPayload,
    RevokeGrantPayload,
)
from schema.rules import ANYONE, WORKERS_ONLY


@strawberry.type(directives=FREE)
class GrantingMutations:
    request_grant: RequestGrantPayload | None = change(
        "Asks a client for a grant; the client's admin gets a link to answer with.",
        resolvers.granting.asking.request_grant,
        rule=WORKERS_ONLY,
    )
    cancel_grant_request: CancelGrantRequestPayload | None = change(
        "Takes a request back that is not answered yet.",
        resolvers.granting.asking.cancel_grant_request,
        rule=WORKERS_ONLY,
    )
    answer_grant_offer: AnswerGrantOfferPayload | None = change(
        "Accepts or declines a grant that a client offers.",
        resolvers.granting.asking.answer_grant_offer,
        rule=WORKERS_ONLY,
    )
    accept_grant_request: AcceptGrantRequestPayload | None = change(
        "The client's admin grants what the firm asks for; the same link revokes it later.",
        resolvers.granting.answering.accept_grant_request,
        rule=ANYONE,
    )
    decline_grant_request: DeclineGrantRequestPayload | None = change(
        "The client's admin says no.", resolvers.granting.answering.decline_grant_request, rule=ANYONE
    )
    revoke_grant: RevokeGrantPayload | None = change(
        "The client's admin takes a grant back.", resolvers.granting.answering.revoke_grant, rule=ANYONE
    )
