"""Becoming a partner: what applicants do with the links of their mails, and what operators of the platform do."""

import strawberry

import resolvers.applying.agreeing
import resolvers.applying.applying
import resolvers.applying.operating
from schema.cost import FREE
from schema.field import change
from schema.payloads.applying import (
    AcceptAgreementPayload,
    ApplyForPartnershipPayload,
    InvitePracticePayload,
    RejectApplicationPayload,
    ResendApplicationMailPayload,
    SubmitPracticeDetailsPayload,
    WatchWebinarPayload,
    WithdrawApplicationPayload,
)
from schema.rules import ANYONE, OPERATORS


@strawberry.type(directives=FREE)
class ApplyingMutations:
    apply_for_partnership: ApplyForPartnershipPayload | None = change(
        "A firm applies to become a partner; a mail with the recorded webinar follows. RATE_LIMITED when too many came "
        "from one address or in all, with `retryAfter` in seconds.",
        resolvers.applying.applying.apply_for_partnership,
        rule=ANYONE,
    )
    watch_webinar: WatchWebinarPayload | None = change(
        "The applicant has watched the webinar; a mail with the tentative agreement follows.",
        resolvers.applying.applying.watch_webinar,
        rule=ANYONE,
    )
    submit_practice_details: SubmitPracticeDetailsPayload | None = change(
        "A practice that a client invited describes itself; a mail with the tentative agreement follows.",
        resolvers.applying.applying.submit_practice_details,
        rule=ANYONE,
    )
    accept_agreement: AcceptAgreementPayload | None = change(
        "The firm agrees: it is a partner from now on, and the applicant its owner.",
        resolvers.applying.agreeing.accept_agreement,
        rule=ANYONE,
    )
    withdraw_application: WithdrawApplicationPayload | None = change(
        "The applicant does not want to go on.", resolvers.applying.applying.withdraw_application, rule=ANYONE
    )
    reject_application: RejectApplicationPayload | None = change(
        "Turns an application down, with a mail that says why.",
        resolvers.applying.operating.reject_application,
        rule=OPERATORS,
    )
    resend_application_mail: ResendApplicationMailPayload | None = change(
        "Sends the webinar, the agreement or the invitation again, whichever the application waits with.",
        resolvers.applying.operating.resend_application_mail,
        rule=OPERATORS,
    )
    invite_practice: InvitePracticePayload | None = change(
        "Invites the bookkeeper of a client, whose practice is no partner yet.",
        resolvers.applying.operating.invite_practice,
        rule=OPERATORS,
    )
