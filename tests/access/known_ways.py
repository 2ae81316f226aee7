"""Ways to every type: chains of fields from a root; `Field/Type` narrows an interface to one of its types."""

from collections.abc import Mapping

_CLIENT, _FIRM, _ACADEMY = "Query.client", "Query.partner", "Query.academy"
_COURSE, _MY_COURSES = f"{_ACADEMY} Academy.course", f"{_ACADEMY} Academy.myEnrolments"
_OUTBOUND = f"{_FIRM} Partner.pendingClients PendingClients.outboundInvites"
_INBOUND = f"{_FIRM} Partner.pendingClients PendingClients.inboundInvites"
_PARTNERSHIP = f"{_FIRM} Partner.partnership"
_REACH = f"{_FIRM} Partner.leaverReport LeaverReport.clients"
_CONNECTIONS = {
    "ClientConnection": f"{_FIRM} Partner.clients",
    "ColleagueConnection": f"{_FIRM} Partner.colleagues",
    "TeamConnection": f"{_FIRM} Partner.teams",
    "AssignmentConnection": f"{_FIRM} Partner.assignments",
    "InvoiceConnection": f"{_FIRM} Partner.invoices",
    "InviteConnection": f"{_FIRM} Partner.invites",
    "ClientInviteConnection": _OUTBOUND,
    "InboundInviteConnection": _INBOUND,
    "AuditEventConnection": f"{_FIRM} Partner.auditEvents",
    "EnrolmentConnection": _MY_COURSES,
    "CertificateConnection": f"{_ACADEMY} Academy.certificates",
    "CourseConnection": f"{_ACADEMY} Academy.courses",
    "ResourceConnection": "Query.resources",
    "ReachedClientConnection": _REACH,
    "IntegrationConnection": f"{_FIRM} Partner.integrations",
    "PointsEntryConnection": f"{_PARTNERSHIP} Partnership.points Points.ledger",
    "ReferralConnection": f"{_PARTNERSHIP} Partnership.referrals",
    "WebhookDeliveryConnection": f"{_FIRM} Partner.webhookDeliveries",
    "DigestConnection": "Query.viewer Viewer.clientDigests",
    "PartnerApplicationConnection": "Query.partnerApplications",
}
_PAYLOADS = (
    "InviteClient InviteClients InviteColleagues ResendInvite CancelInvite AcceptClientInvite DeclineClientInvite "
    "AcceptColleagueInvite ChangeColleagueRole AssignColleagues UnassignColleagues UnassignMe CreateTeam UpdateTeam "
    "SetTeamMembers SetTeamClients DeleteTeam OpenClientAccount AcceptInboundInvite DeclineInboundInvite "
    "DisconnectClient RequestGrant CancelGrantRequest AnswerGrantOffer AcceptGrantRequest DeclineGrantRequest "
    "RevokeGrant SetAttentionRule ClearAttentionRule SnoozeSignal UnsnoozeSignal "
    "RevokeGrant DeactivateColleague ReactivateColleague ErasePerson "
    "CreateIntegration UpdateIntegration RotateIntegrationSecret DisableIntegration EnableIntegration "
    "RegisterIntegrationKey RemoveIntegrationKey "
    "CreateWebhook UpdateWebhook RotateWebhookSecret PauseWebhook ResumeWebhook DeleteWebhook TestWebhook "
    "ReplayWebhook "
    "CreateConnectLink ConnectFirm SubmitOnboarding RestartOnboarding AbandonOnboarding UpdateClient UpdateCompany "
    "CreateOwnCompany "
    "CreateReferral CancelReferral "
    "AddClientNote RemoveClientNote SetDigest SetClientDigest "
    "ApplyForPartnership WatchWebinar SubmitPracticeDetails AcceptAgreement "
    "WithdrawApplication RejectApplication ResendApplicationMail InvitePractice "
    "EnrolInCourse CompleteLesson LeaveCourse"
).split()
_OVERVIEW = f"{_FIRM} Partner.bookkeepingOverview"
_INVITES = f"{_FIRM} Partner.invites InviteConnection"

_WRITTEN: dict[str, tuple[str, ...]] = {
    "Query": ("", "Mutation.declineClientInvite DeclineClientInvitePayload.query"),
    "Mutation": ("",),
    "Viewer": ("Query.viewer",),
    "RateLimit": ("Query.rateLimit",),
    "Person": ("Query.viewer Viewer.person",),
    "Integration": (
        "Query.viewer Viewer.integration",
        "Query.node/Integration",
        "Query.nodes/Integration",
        f"{_FIRM} Partner.integrations IntegrationConnection.nodes",
        f"{_FIRM} Partner.integrations IntegrationConnection.edges IntegrationEdge.node",
    ),
    "IntegrationKey": ("Query.node/Integration Integration.keys",),
    "Webhook": (
        "Query.node/Webhook",
        "Query.nodes/Webhook",
        "Query.node/Integration Integration.webhooks",
        f"{_FIRM} Partner.integrations IntegrationConnection.nodes Integration.webhooks",
        f"{_FIRM} Partner.webhookDeliveries WebhookDeliveryConnection.nodes WebhookDelivery.webhook",
    ),
    "WebhookQueue": ("Query.node/Webhook Webhook.queue",),
    "WebhookDelivery": (
        "Query.node/Webhook Webhook.deliveries",
        f"{_FIRM} Partner.webhookDeliveries WebhookDeliveryConnection.nodes",
        f"{_FIRM} Partner.webhookDeliveries WebhookDeliveryConnection.edges WebhookDeliveryEdge.node",
    ),
    "DeprecationUse": ("Query.node/Integration Integration.deprecationsUsed",),
    "Membership": ("Query.viewer Viewer.memberships",),
    "MenuBadge": ("Query.viewer Viewer.menuBadges",),
    "Abilities": ("Query.viewer Viewer.can",),
    "Partner": (_FIRM, "Query.viewer Viewer.partner", "Query.node/Partner", "Query.nodes/Partner"),
    "LeaverReport": (f"{_FIRM} Partner.leaverReport",),
    "ReachedClient": (
        f"{_REACH} ReachedClientConnection.nodes",
        f"{_REACH} ReachedClientConnection.edges ReachedClientEdge.node",
    ),
    "OwnCompany": (f"{_FIRM} Partner.ownCompany",),
    "Address": (f"{_FIRM} Partner.address",),
    "PendingClients": (f"{_FIRM} Partner.pendingClients",),
    "Client": (
        _CLIENT,
        "Query.node/Client",
        "Query.nodes/Client",
        f"{_FIRM} Partner.clients ClientConnection.nodes",
        f"{_FIRM} Partner.clients ClientConnection.edges ClientEdge.node",
        f"{_OVERVIEW} BookkeepingOverview.clients ClientConnection.nodes",
        f"{_FIRM} Partner.pendingClients PendingClients.onboarding ClientConnection.nodes",
        f"{_FIRM} Partner.teams TeamConnection.nodes Team.clients",
        f"{_FIRM} Partner.assignments AssignmentConnection.nodes Assignment.client",
        f"{_INVITES}.nodes/ClientInvite ClientInvite.client",
        f"{_INVITES}.nodes/InboundInvite InboundInvite.client",
    ),
    "Digest": (
        f"{_CLIENT} Client.digest",
        "Query.viewer Viewer.digest",
        "Query.viewer Viewer.clientDigests DigestConnection.nodes",
        "Query.viewer Viewer.clientDigests DigestConnection.edges DigestEdge.node",
        f"{_FIRM} Partner.colleagues ColleagueConnection.nodes Colleague.digest",
        f"{_FIRM} Partner.colleagues ColleagueConnection.nodes Colleague.clientDigests",
    ),
    "ClientContact": (f"{_CLIENT} Client.contact",),
    "ClientAccess": (f"{_CLIENT} Client.access",),
    "PowerOfAttorney": (f"{_CLIENT} Client.access ClientAccess.powerOfAttorney",),
    "Onboarding": (f"{_CLIENT} Client.onboarding",),
    "ViewerCan": (f"{_CLIENT} Client.viewerCan",),
    "ClientLinks": (f"{_CLIENT} Client.links", f"{_FIRM} Partner.clients ClientConnection.nodes Client.links"),
    "Wallet": (f"{_CLIENT} Client.wallet",),
    "Money": (f"{_CLIENT} Client.wallet Wallet.balance", f"{_CLIENT} Client.invoices Invoice.total"),
    "MonthProgress": (f"{_CLIENT} Client.exportProgress",),
    "Expenses": (f"{_CLIENT} Client.exportProgress MonthProgress.submitted",),
    "Attention": (f"{_CLIENT} Client.attention",),
    "Signal": (f"{_CLIENT} Client.attention Attention.signals",),
    "Snooze": (f"{_CLIENT} Client.attention Attention.signals Signal.snooze",),
    "AttentionRule": (f"{_CLIENT} Client.attentionRules", f"{_FIRM} Partner.attentionRules"),
    "AttentionLimitInForce": (f"{_CLIENT} Client.attentionRules AttentionRule.limits",),
    "GrantRequest": (f"{_CLIENT} Client.grantRequests", "Query.node/GrantRequest", "Query.nodes/GrantRequest"),
    "ClientNote": (f"{_CLIENT} Client.notes", "Query.node/ClientNote", "Query.nodes/ClientNote"),
    "Academy": (_ACADEMY,),
    "Course": (
        _COURSE,
        f"{_ACADEMY} Academy.courses CourseConnection.nodes",
        f"{_ACADEMY} Academy.courses CourseConnection.edges CourseEdge.node",
        "Query.node/Course",
        "Query.nodes/Course",
    ),
    "Enrolment": (
        f"{_COURSE} Course.myEnrolment",
        f"{_MY_COURSES} EnrolmentConnection.nodes",
        f"{_MY_COURSES} EnrolmentConnection.edges EnrolmentEdge.node",
        f"{_ACADEMY} Academy.enrolments EnrolmentConnection.nodes",
        "Query.node/Enrolment",
        "Query.nodes/Enrolment",
    ),
    "CourseProgress": (f"{_COURSE} Course.myEnrolment Enrolment.progress",),
    "LessonProgress": (f"{_COURSE} Course.myEnrolment Enrolment.progress CourseProgress.lessons",),
    # Only an attempt at a quiz has one: `tests/academy/test_learning.py` reads it.
    "QuizResult": (),
    "Certificate": (
        f"{_ACADEMY} Academy.certificates CertificateConnection.nodes",
        f"{_ACADEMY} Academy.certificates CertificateConnection.edges CertificateEdge.node",
        f"{_COURSE} Course.myCertificate",
        f"{_COURSE} Course.myEnrolment Enrolment.certificate",
        f"{_FIRM} Partner.colleagues ColleagueConnection.nodes Colleague.certificates",
        "Query.node/Certificate",
        "Query.nodes/Certificate",
    ),
    "Lesson": (f"{_COURSE} Course.lessons", "Query.node/Lesson", "Query.nodes/Lesson"),
    "Quiz": (f"{_COURSE} Course.lessons Lesson.quiz",),
    "Question": (f"{_COURSE} Course.lessons Lesson.quiz Quiz.questions",),
    "Choice": (f"{_COURSE} Course.lessons Lesson.quiz Quiz.questions Question.choices",),
    "Resource": (
        "Query.resources ResourceConnection.nodes",
        "Query.resources ResourceConnection.edges ResourceEdge.node",
        "Query.node/Resource",
        "Query.nodes/Resource",
    ),
    "CompanyMatch": ("Query.companySearch",),
    "PlanPrice": ("Query.pricePlans",),
    "PriceQuote": ("Query.priceQuote",),
    "QuoteLine": ("Query.priceQuote PriceQuote.lines",),
    "ConnectPreview": ("Query.connectPreview",),
    "Partnership": (_PARTNERSHIP,),
    "PartnerAgreement": (f"{_PARTNERSHIP} Partnership.agreement",),
    "TierTerms": (f"{_PARTNERSHIP} Partnership.terms", f"{_PARTNERSHIP} Partnership.tiers"),
    "TierRequirement": (f"{_PARTNERSHIP} Partnership.tiers TierTerms.requirements",),
    "Points": (f"{_PARTNERSHIP} Partnership.points",),
    "PointsEntry": (
        f"{_PARTNERSHIP} Partnership.points Points.ledger PointsEntryConnection.nodes",
        f"{_PARTNERSHIP} Partnership.points Points.ledger PointsEntryConnection.edges PointsEntryEdge.node",
    ),
    "Referral": (
        f"{_PARTNERSHIP} Partnership.referrals ReferralConnection.nodes",
        f"{_PARTNERSHIP} Partnership.referrals ReferralConnection.edges ReferralEdge.node",
        "Query.node/Referral",
        "Query.nodes/Referral",
    ),
    "ReferralPreview": ("Query.referralPreview",),
    "ApplicationPreview": ("Query.applicationPreview",),
    "PartnerApplication": (
        "Query.partnerApplications PartnerApplicationConnection.nodes",
        "Query.partnerApplications PartnerApplicationConnection.edges PartnerApplicationEdge.node",
        "Query.node/PartnerApplication",
        "Query.nodes/PartnerApplication",
    ),
    "GrantRequestPreview": ("Query.grantRequestPreview",),
    "Subscription": (f"{_CLIENT} Client.subscription",),
    "Invoice": (
        f"{_CLIENT} Client.invoices",
        f"{_FIRM} Partner.invoices InvoiceConnection.nodes",
        f"{_FIRM} Partner.invoices InvoiceConnection.edges InvoiceEdge.node",
        "Query.node/Invoice",
        "Query.nodes/Invoice",
    ),
    "BookkeepingOverview": (_OVERVIEW,),
    "BalanceTotal": (f"{_OVERVIEW} BookkeepingOverview.balances",),
    "AttentionCount": (f"{_OVERVIEW} BookkeepingOverview.attentionCounts",),
    "MonthTotal": (f"{_FIRM} Partner.monthlyOverview",),
    "CurrencyMonth": (f"{_FIRM} Partner.monthlyOverview MonthTotal.totals",),
    "Colleague": (
        f"{_FIRM} Partner.colleagues ColleagueConnection.nodes",
        f"{_FIRM} Partner.colleagues ColleagueConnection.edges ColleagueEdge.node",
        "Query.node/Colleague",
        "Query.nodes/Colleague",
        "Query.viewer Viewer.colleague",
        f"{_CLIENT} Client.assignments Assignment.colleague",
        f"{_CLIENT} Client.attention Attention.signals Signal.snooze Snooze.by",
        f"{_FIRM} Partner.teams TeamConnection.nodes Team.members",
        f"{_INVITES}.nodes/ClientInvite ClientInvite.invitedBy",
    ),
    "Team": (
        f"{_FIRM} Partner.teams TeamConnection.nodes",
        f"{_FIRM} Partner.teams TeamConnection.edges TeamEdge.node",
        "Query.node/Team",
        "Query.nodes/Team",
        f"{_CLIENT} Client.teams",
        "Query.viewer Viewer.colleague Colleague.teams",
    ),
    "Assignment": (
        f"{_CLIENT} Client.assignments",
        "Query.node/Assignment",
        "Query.nodes/Assignment",
        f"{_FIRM} Partner.assignments AssignmentConnection.nodes",
        f"{_FIRM} Partner.assignments AssignmentConnection.edges AssignmentEdge.node",
        "Query.viewer Viewer.colleague Colleague.assignments",
    ),
    "AssignmentReason": (f"{_CLIENT} Client.assignments Assignment.sources",),
    "ClientInvite": (
        f"{_OUTBOUND} ClientInviteConnection.nodes",
        f"{_OUTBOUND} ClientInviteConnection.edges ClientInviteEdge.node",
        f"{_CLIENT} Client.invite/ClientInvite",
        "Query.node/ClientInvite",
        "Query.nodes/ClientInvite",
        f"{_INVITES}.nodes/ClientInvite",
        f"{_INVITES}.edges InviteEdge.node/ClientInvite",
    ),
    "InboundInvite": (
        f"{_INBOUND} InboundInviteConnection.nodes",
        f"{_INBOUND} InboundInviteConnection.edges InboundInviteEdge.node",
        "Query.node/InboundInvite",
        "Query.nodes/InboundInvite",
        f"{_INVITES}.nodes/InboundInvite",
        f"{_INVITES}.edges InviteEdge.node/InboundInvite",
    ),
    "ColleagueInvite": (
        f"{_FIRM} Partner.colleagues ColleagueConnection.nodes Colleague.invite",
        "Query.node/ColleagueInvite",
        "Query.nodes/ColleagueInvite",
        f"{_INVITES}.nodes/ColleagueInvite",
        f"{_INVITES}.edges InviteEdge.node/ColleagueInvite",
    ),
    "InvitePreview": ("Query.invitePreview",),
    "AccessExplanation": ("Query.accessExplanation",),
    "AccessCondition": ("Query.accessExplanation AccessExplanation.factors",),
    "SmallestChange": ("Query.accessExplanation AccessExplanation.smallestChange",),
    # Nobody who may ask lacks anything here: the steps are judged where they are told.
    "AccessStep": (),
    "AccessDenial": (),
    "InviteClientResult": ("Mutation.inviteClients InviteClientsPayload.results",),
    "InviteColleagueResult": ("Mutation.inviteColleagues InviteColleaguesPayload.results",),
    "AssignmentResult": ("Mutation.assignColleagues AssignColleaguesPayload.results",),
    "UserError": ("Mutation.createTeam CreateTeamPayload.userErrors",),
    "AuditEvent": (f"{_FIRM} Partner.auditEvents AuditEventConnection.nodes",),
    "AuditOrigin": (f"{_FIRM} Partner.auditEvents AuditEventConnection.nodes AuditEvent.origin",),
    "AuditChange": (f"{_FIRM} Partner.auditEvents AuditEventConnection.nodes AuditEvent.changes",),
    # Only somebody who leaves has work to take over: `tests/people/test_leaving.py` reads it.
    "TakenOver": (),
    "PageInfo": (f"{_FIRM} Partner.clients ClientConnection.pageInfo",),
}


def _payload(name: str) -> str:
    return f"Mutation.{name[0].lower()}{name[1:]}"


# Reached by following alone: `tests/streams/test_access.py` judges them by the same table.
FOLLOWED = frozenset(
    "Subscriptions ClientAttentionChange AttentionLevelChange SignalChange PendingClientChange AssignmentChange "
    "ColleagueChange ViewerAccessChange".split()
)

WAYS: Mapping[str, tuple[str, ...]] = (
    _WRITTEN
    | {name: (way,) for name, way in _CONNECTIONS.items()}
    | {f"{name.removesuffix('Connection')}Edge": (f"{way} {name}.edges",) for name, way in _CONNECTIONS.items()}
    | {f"{name}Payload": (_payload(name),) for name in _PAYLOADS}
)
