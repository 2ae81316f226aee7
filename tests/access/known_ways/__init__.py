"""Ways to every type: chains of fields from a root; `Field/Type` narrows an interface to one of its types."""

from collections.abc import Mapping

from tests.access.known_ways import clients, firm, learning, people
from tests.access.known_ways.roots import ACADEMY, FIRM, INBOUND, MY_COURSES, OUTBOUND, PARTNERSHIP, REACH

_CONNECTIONS = {
    "ClientConnection": f"{FIRM} Partner.clients",
    "ColleagueConnection": f"{FIRM} Partner.colleagues",
    "TeamConnection": f"{FIRM} Partner.teams",
    "AssignmentConnection": f"{FIRM} Partner.assignments",
    "InvoiceConnection": f"{FIRM} Partner.invoices",
    "InviteConnection": f"{FIRM} Partner.invites",
    "ClientInviteConnection": OUTBOUND,
    "InboundInviteConnection": INBOUND,
    "AuditEventConnection": f"{FIRM} Partner.auditEvents",
    "EnrolmentConnection": MY_COURSES,
    "CertificateConnection": f"{ACADEMY} Academy.certificates",
    "CourseConnection": f"{ACADEMY} Academy.courses",
    "ResourceConnection": "Query.resources",
    "ReachedClientConnection": REACH,
    "IntegrationConnection": f"{FIRM} Partner.integrations",
    "PointsEntryConnection": f"{PARTNERSHIP} Partnership.points Points.ledger",
    "ReferralConnection": f"{PARTNERSHIP} Partnership.referrals",
    "WebhookDeliveryConnection": f"{FIRM} Partner.webhookDeliveries",
    "DigestConnection": "Query.viewer Viewer.clientDigests",
    "PartnerApplicationConnection": "Query.partnerApplications",
}
_PAYLOADS = (
    "InviteClient InviteClients InviteColleagues ResendInvite CancelInvite AcceptClientInvite DeclineClientInvite "
    "AcceptColleagueInvite ChangeColleagueRole AssignColleagues UnassignColleagues UnassignMe CreateTeam UpdateTeam "
    "SetTeamMembers SetTeamClients DeleteTeam OpenClientAccount AcceptInboundInvite DeclineInboundInvite "
    "DisconnectClient RequestGrant CancelGrantRequest AnswerGrantOffer AcceptGrantRequest DeclineGrantRequest "
    "RevokeGrant SetAttentionRule ClearAttentionRule SnoozeSignal UnsnoozeSignal "
    "SnoozeInvite UnsnoozeInvite "
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


def _payload(name: str) -> str:
    return f"Mutation.{name[0].lower()}{name[1:]}"


# Reached by following alone: `tests/streams/test_access.py` judges them by the same table.
FOLLOWED = frozenset(
    "Subscriptions ClientAttentionChange AttentionLevelChange AccessLevelChange SignalChange PendingClientChange "
    "AssignmentChange ColleagueChange ViewerAccessChange".split()
)

WAYS: Mapping[str, tuple[str, ...]] = (
    clients.WAYS
    | firm.WAYS
    | learning.WAYS
    | people.WAYS
    | {name: (way,) for name, way in _CONNECTIONS.items()}
    | {f"{name.removesuffix('Connection')}Edge": (f"{way} {name}.edges",) for name, way in _CONNECTIONS.items()}
    | {f"{name}Payload": (_payload(name),) for name in _PAYLOADS}
)
