"""Ways to every type: chains of fields from a root, written as operations with a hole at their end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type

NOWHERE = "client_00000000000000000000000000"

# The arguments of the fields that need some; mutations meet only what does not exist, so that nothing changes.
ARGUMENTS: Mapping[str, str] = {
    "Query.client": '(id: "{Client}")',
    "Query.node": '(id: "{Client}")',
    "Query.nodes": '(ids: ["{Client}"])',
    "Query.invitePreview": '(token: "{secret}")',
    "Query.companySearch": '(country: "DK", query: "as")',
    "Query.priceQuote": "(plan: PRO, users: 12, billingPeriod: MONTHLY)",
    "Query.applicationPreview": '(token: "{applying}")',
    "Query.connectPreview": '(token: "{connecting}")',
    "Query.grantRequestPreview": '(token: "{asking}")',
    "Query.referralPreview": '(token: "{referring}")',
    "Query.accessExplanation": '(colleagueId: "{Colleague}", coordinate: "Partner.clients")',
    "Academy.course": '(id: "{Course}")',
    "Partner.leaverReport": '(colleagueId: "{Colleague}")',
    "Partner.monthlyOverview": '(endingWith: "2026-05")',
    "Client.exportProgress": '(endingWith: "2026-05")',
    "Mutation.inviteClient": '(input: {{name: "", email: "", companyName: "", country: "", registrationNumber: "", '
    "companySize: SMALL}})",
    "Mutation.inviteClients": '(input: {{invites: [{{name: "", email: "", companyName: "", country: "", '
    'registrationNumber: "", companySize: SMALL}}]}})',
    "Mutation.inviteColleagues": '(input: {{colleagues: [{{email: "nobody"}}]}})',
    "Mutation.resendInvite": '(input: {{inviteId: ""}})',
    "Mutation.cancelInvite": '(input: {{inviteId: ""}})',
    "Mutation.acceptClientInvite": '(input: {{token: "", name: "", phone: "", level: LIMITED, '
    "grantPowerOfAttorney: false}})",
    "Mutation.declineClientInvite": '(input: {{token: ""}})',
    "Mutation.acceptColleagueInvite": '(input: {{token: ""}})',
    "Mutation.changeColleagueRole": '(input: {{colleagueId: "", role: VIEWER}})',
    "Mutation.erasePerson": '(input: {{email: ""}})',
    "Mutation.deactivateColleague": '(input: {{colleagueId: ""}})',
    "Mutation.reactivateColleague": '(input: {{colleagueId: ""}})',
    "Mutation.assignColleagues": '(input: {{clientIds: [""], colleagueIds: [""]}})',
    "Mutation.unassignColleagues": '(input: {{clientIds: [""], colleagueIds: [""]}})',
    "Mutation.unassignMe": '(input: {{clientId: ""}})',
    "Mutation.createTeam": '(input: {{name: ""}})',
    "Mutation.updateTeam": '(input: {{teamId: ""}})',
    "Mutation.deleteTeam": '(input: {{teamId: ""}})',
    "Mutation.setTeamMembers": '(input: {{teamId: "", colleagueIds: []}})',
    "Mutation.setTeamClients": '(input: {{teamId: "", clientIds: []}})',
    "Mutation.createIntegration": '(input: {{name: "", scopes: []}})',
    "Mutation.updateIntegration": '(input: {{integrationId: ""}})',
    "Mutation.rotateIntegrationSecret": '(input: {{integrationId: ""}})',
    "Mutation.disableIntegration": '(input: {{integrationId: ""}})',
    "Mutation.enableIntegration": '(input: {{integrationId: ""}})',
    "Mutation.registerIntegrationKey": '(input: {{integrationId: "", jwk: ""}})',
    "Mutation.removeIntegrationKey": '(input: {{integrationId: "", kid: ""}})',
    "Mutation.createWebhook": '(input: {{integrationId: "", url: "", document: ""}})',
    "Mutation.updateWebhook": '(input: {{webhookId: ""}})',
    "Mutation.rotateWebhookSecret": '(input: {{webhookId: ""}})',
    "Mutation.pauseWebhook": '(input: {{webhookId: ""}})',
    "Mutation.resumeWebhook": '(input: {{webhookId: ""}})',
    "Mutation.deleteWebhook": '(input: {{webhookId: ""}})',
    "Mutation.testWebhook": '(input: {{webhookId: ""}})',
    "Mutation.replayWebhook": '(input: {{webhookId: "", start: {{deliveryId: ""}}}})',
    "Mutation.openClientAccount": '(input: {{clientId: ""}})',
    "Mutation.acceptInboundInvite": '(input: {{inviteId: ""}})',
    "Mutation.declineInboundInvite": '(input: {{inviteId: ""}})',
    "Mutation.disconnectClient": '(input: {{clientId: ""}})',
    "Mutation.createConnectLink": '(input: {{companyName: "", country: "", registrationNumber: "", '
    "companySize: SMALL}})",
    "Mutation.connectFirm": '(input: {{token: "", name: "", email: "", level: LIMITED, grantPowerOfAttorney: false}})',
    "Mutation.submitOnboarding": '(input: {{clientId: "", answer: ""}})',
    "Mutation.restartOnboarding": '(input: {{clientId: ""}})',
    "Mutation.abandonOnboarding": '(input: {{clientId: ""}})',
    "Mutation.createOwnCompany": "(input: {{validateOnly: true}})",
    "Mutation.createReferral": '(input: {{kind: FIRM, companyName: "", name: "", email: "", country: ""}})',
    "Mutation.cancelReferral": '(input: {{referralId: ""}})',
    "Mutation.updateCompany": '(input: {{name: ""}})',
    "Mutation.updateClient": '(input: {{clientId: ""}})',
    "Mutation.addClientNote": '(input: {{clientId: "", text: ""}})',
    "Mutation.removeClientNote": '(input: {{noteId: ""}})',
    "Mutation.enrolInCourse": '(input: {{courseId: ""}})',
    "Mutation.completeLesson": '(input: {{lessonId: ""}})',
    "Mutation.leaveCourse": '(input: {{enrolmentId: ""}})',
    "Mutation.requestGrant": '(input: {{clientId: "", grant: PAY_INVOICES}})',
    "Mutation.cancelGrantRequest": '(input: {{grantRequestId: ""}})',
    "Mutation.answerGrantOffer": '(input: {{grantRequestId: "", accept: true}})',
    "Mutation.acceptGrantRequest": '(input: {{token: ""}})',
    "Mutation.declineGrantRequest": '(input: {{token: ""}})',
    "Mutation.revokeGrant": '(input: {{token: ""}})',
    "Mutation.setAttentionRule": "(input: {{kind: DATA_STALE, limits: []}})",
    "Mutation.clearAttentionRule": "(input: {{kind: DATA_STALE}})",
    "Mutation.applyForPartnership": '(input: {{firmName: "", country: "", registrationNumber: "", contactName: "", '
    'email: "", phone: "", clientCount: 0, acceptsTerms: false}})',
    "Mutation.watchWebinar": '(input: {{token: ""}})',
    "Mutation.submitPracticeDetails": '(input: {{token: "", firmName: "", country: "", registrationNumber: "", '
    'contactName: "", phone: "", clientCount: 0, acceptsTerms: false}})',
    "Mutation.acceptAgreement": '(input: {{token: "", signatoryName: "", agreementVersion: "", confirms: false}})',
    "Mutation.withdrawApplication": '(input: {{token: ""}})',
    "Mutation.rejectApplication": '(input: {{applicationId: "", reason: ""}})',
    "Mutation.resendApplicationMail": '(input: {{applicationId: ""}})',
    "Mutation.invitePractice": '(input: {{name: "", email: "", client: {{companyName: "", country: "", '
    'registrationNumber: "", companySize: SMALL, accountNumber: "", isVerified: true, adminName: "", adminEmail: "", '
    "level: LIMITED}}}})",
    "Mutation.snoozeSignal": '(input: {{clientId: "", kind: LOW_BALANCE, until: "2026-01-01T00:00:00Z", reason: ""}})',
    "Mutation.setDigest": '(input: {{frequency: OFF, idempotencyKey: ""}})',
    "Mutation.setClientDigest": '(input: {{clientId: "", frequency: OFF}})',
    "Mutation.unsnoozeSignal": '(input: {{clientId: "", kind: LOW_BALANCE}})',
}

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

# `Field/Type` narrows an interface to one of its types.
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


@dataclass(frozen=True)
class Step:
    """One field on a way; `narrowed` is the type to which an interface is narrowed behind it."""

    coordinate: str
    narrowed: str

    @property
    def name(self) -> str:
        """The field's name."""
        return self.coordinate.partition(".")[2]


def steps(way: str) -> list[Step]:
    """The fields of a way."""
    return [Step(field, narrowed) for field, _, narrowed in (word.partition("/") for word in way.split())]


def operation(way: str, hole: str, type_name: str, ids: Mapping[str, str], fragments: str = "") -> str:
    """The document that leads to a type and asks for `hole` there."""
    path = steps(way)
    root = path[0].coordinate.partition(".")[0] if path else type_name
    text = hole
    for step in reversed(path):
        inner = f"... on {step.narrowed} {{ {text} }}" if step.narrowed else text
        text = f"{step.name}{arguments(step.coordinate, step.narrowed, ids)} {{ {inner} }}"
    return f"{root.lower()} {{ {text} }} {fragments}"


def arguments(coordinate: str, narrowed: str, ids: Mapping[str, str]) -> str:
    """The arguments of a field, filled in; those of `node` and `nodes` name an object of the type that follows."""
    written = ARGUMENTS.get(coordinate, "")
    return written.format(**{**ids, "Client": ids[narrowed]} if narrowed and "node" in coordinate else ids)


def shapes(schema: GraphQLSchema, type_name: str, field: str, text: str) -> str:
    """One field in every dress: plain, under an alias, in fragments with and without a name, behind an interface."""
    kind = schema.type_map[type_name]
    dressed = f"{text} alias_{field}: {text} ...F_{field} ... on {type_name} {{ inline_{field}: {text} }}"
    if isinstance(kind, GraphQLObjectType):
        for interface in kind.interfaces:
            behind = f"... on {type_name} {{ {interface.name.lower()}_{field}: {text} }}"
            dressed += f" ... on {interface.name} {{ {behind} }}"
    return dressed


def keys(schema: GraphQLSchema, type_name: str, field: str) -> list[str]:
    """The response keys of the dresses, in their order."""
    kind = schema.type_map[type_name]
    interfaces = kind.interfaces if isinstance(kind, GraphQLObjectType) else ()
    names = [field, f"alias_{field}", f"fragment_{field}", f"inline_{field}"]
    return names + [f"{interface.name.lower()}_{field}" for interface in interfaces]


def fragment(type_name: str, field: str, text: str) -> str:
    """The named fragment that `shapes` spreads."""
    return f"fragment F_{field} on {type_name} {{ fragment_{field}: {text} }}"


def asked(schema: GraphQLSchema, type_name: str, field: str, ids: Mapping[str, str]) -> str:
    """A field with its arguments and the least selection."""
    kind = schema.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType)
    leaf = is_leaf_type(get_named_type(kind.fields[field].type))
    return f"{field}{arguments(f'{type_name}.{field}', '', ids)}" + ("" if leaf else " { __typename }")


def is_list(schema: GraphQLSchema, coordinate: str) -> bool:
    """Whether a field answers a list."""
    type_name, _, field = coordinate.partition(".")
    kind: Any = schema.type_map[type_name]
    answered = kind.fields[field].type
    return isinstance(answered.of_type if isinstance(answered, GraphQLNonNull) else answered, GraphQLList)


def found(data: Any, path: list[Step]) -> Iterator[tuple[list[str | int], Any]]:
    """The objects at the end of a way, each with its path in the response; what is null leads nowhere."""
    objects: list[tuple[list[str | int], Any]] = [([], data)]
    for step in path:
        objects = [
            (place, value)
            for where, parent in objects
            for place, value in _each([*where, step.name], parent.get(step.name))
            if not step.narrowed or value
        ]
    yield from objects


def _each(where: list[str | int], value: Any) -> Iterator[tuple[list[str | int], Any]]:
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _each([*where, place], item)
    elif value is not None:
        yield where, value
