"""Everywhere that an id can be named: the arguments of the schema, each with an operation that sends one."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.ids import IdKind

BOTH = ("boss", "helper")


@dataclass(frozen=True)
class Place:
    """Somewhere to name an id: the coordinate, its type, an operation over `$id`, and who may send it."""

    coordinate: str
    kind: IdKind
    operation: str
    callers: Sequence[str] = BOTH


def _read(coordinate: str, kind: IdKind, fields: str, callers: Sequence[str] = BOTH) -> Place:
    return Place(coordinate, kind, f"query($id: ID!) {{ {fields} }}", callers)


def _write(coordinate: str, kind: IdKind, call: str, callers: Sequence[str] = ("boss",)) -> Place:
    name, _, given = call.partition("(")
    asked = BULK if name in ("assignColleagues", "unassignColleagues") else ERRORS
    return Place(coordinate, kind, f"mutation($id: ID!) {{ {name}(input: {{{given}}}) {{ {asked} }} }}", callers)


ERRORS = "userErrors { code message path row } query { viewer { kind } }"
BULK = f"results {{ row clientId colleagueId assignment {{ id }} userErrors {{ code message path row }} }} {ERRORS}"
_MEMBER, _CLIENT = 'colleagueIds: ["{helper}"]', 'clientIds: ["{client}"]'
CLIENT, COLLEAGUE, TEAM, INVITE = IdKind.CLIENT, IdKind.COLLEAGUE, IdKind.TEAM, IdKind.INVITE
ASKED = IdKind.GRANT_REQUEST
PAGE = "totalCount nodes { id }"
EVENTS = "nodes { id }"
WALLET = 'coordinate: "Client.wallet") { isAllowed }'
INTEGRATING = {
    "updateIntegration": ', name: "New"',
    "rotateIntegrationSecret": "",
    "disableIntegration": "",
    "enableIntegration": "",
    "registerIntegrationKey": f', jwk: """{{"kty": "OKP", "crv": "Ed25519", "x": "{"A" * 43}"}}"""',
    "removeIntegrationKey": ', kid: "first"',
}
HOOKS = {
    "updateWebhook": ', url: "https://hooks.example.com/"',
    "rotateWebhookSecret": "",
    "pauseWebhook": "",
    "resumeWebhook": "",
    "deleteWebhook": "",
    "testWebhook": "",
    "replayWebhook": ', start: {since: "2026-05-01T00:00:00Z"}',
}
FOLLOWED = "subscription { accessChanged { eventId } }"
PLACES = [
    _read("Query.client.id", CLIENT, "client(id: $id) { id name wallet { balance { amount } } }"),
    *(_read("Query.node.id", kind, "node(id: $id) { __typename id }") for kind in IdKind),
    _read("Academy.course.id", IdKind.COURSE, "academy { course(id: $id) { id title } }"),
    *(
        _read(f"{filter}.{name}", kind, f"academy {{ {field}(filter: {{{name}: $id}}) {{ {PAGE} }} }}", ("boss",))
        for filter, field in (("EnrolmentFilter", "enrolments"), ("CertificateFilter", "certificates"))
        for name, kind in (("colleagueId", COLLEAGUE), ("courseId", IdKind.COURSE))
    ),
    _write("EnrolInCourseInput.courseId", IdKind.COURSE, "enrolInCourse(courseId: $id", BOTH),
    _write("EnrolInCourseInput.colleagueId", COLLEAGUE, 'enrolInCourse(courseId: "{course}", colleagueId: $id', BOTH),
    _write("CompleteLessonInput.lessonId", IdKind.LESSON, "completeLesson(lessonId: $id", BOTH),
    _write("LeaveCourseInput.enrolmentId", IdKind.ENROLMENT, "leaveCourse(enrolmentId: $id", BOTH),
    *(_read("Query.nodes.ids", kind, "nodes(ids: [$id, $id]) { __typename id }") for kind in (CLIENT, INVITE)),
    _read("Query.accessExplanation.colleagueId", COLLEAGUE, f"accessExplanation(colleagueId: $id, {WALLET}"),
    _read(
        "Query.accessExplanation.clientId",
        CLIENT,
        f'accessExplanation(colleagueId: "{{helper}}", clientId: $id, {WALLET}',
    ),
    _read(
        "Partner.assignments.clientId",
        CLIENT,
        f"partner {{ assignments(clientId: $id, status: [ACTIVE, ENDED]) {{ {PAGE} }} }}",
    ),
    _read("Partner.invoices.clientId", CLIENT, f"partner {{ invoices(clientId: $id) {{ {PAGE} }} }}"),
    _read(
        "Partner.leaverReport.colleagueId",
        COLLEAGUE,
        "partner { leaverReport(colleagueId: $id) { seesAllClients } }",
        ("boss",),
    ),
    _read("Partner.assignments.colleagueId", COLLEAGUE, f"partner {{ assignments(colleagueId: $id) {{ {PAGE} }} }}"),
    *(
        _read(f"ClientFilter.{name}", kind, f"partner {{ {field} }}")
        for name, kind in (("assigneeId", COLLEAGUE), ("teamId", TEAM))
        for field in (
            f"clients(filter: {{{name}: $id}}) {{ {PAGE} }}",
            f"bookkeepingOverview(filter: {{{name}: $id}}) {{ balances {{ clientCount }} clients {{ {PAGE} }} }}",
            f"monthlyOverview(filter: {{{name}: $id}}) {{ behindClientCount totals {{ currency }} }}",
        )
    ),
    *(
        _read(f"AuditFilter.{name}", kind, f"partner {{ auditEvents(filter: {{{name}: $id}}) {{ nodes {{ id }} }} }}")
        for name, kind in (("actorId", COLLEAGUE), ("clientId", CLIENT))
    ),
    _write("DeactivateColleagueInput.colleagueId", COLLEAGUE, "deactivateColleague(colleagueId: $id"),
    _write(
        "DeactivateColleagueInput.handOverTo",
        COLLEAGUE,
        'deactivateColleague(colleagueId: "{helper}", handOverTo: [$id]',
    ),
    _write("ReactivateColleagueInput.colleagueId", COLLEAGUE, "reactivateColleague(colleagueId: $id"),
    _write("ResendInviteInput.inviteId", INVITE, "resendInvite(inviteId: $id", BOTH),
    _write(
        "SnoozeInviteInput.inviteId",
        INVITE,
        'snoozeInvite(inviteId: $id, until: "2026-05-14T00:00:00Z", reason: "Agreed."',
    ),
    _write("UnsnoozeInviteInput.inviteId", INVITE, "unsnoozeInvite(inviteId: $id"),
    _write("CancelInviteInput.inviteId", INVITE, "cancelInvite(inviteId: $id", BOTH),
    _write("AcceptInboundInviteInput.inviteId", INVITE, "acceptInboundInvite(inviteId: $id, validateOnly: true"),
    _write("DeclineInboundInviteInput.inviteId", INVITE, "declineInboundInvite(inviteId: $id"),
    _write("DisconnectClientInput.clientId", CLIENT, "disconnectClient(clientId: $id"),
    _write("SubmitOnboardingInput.clientId", CLIENT, 'submitOnboarding(clientId: $id, answer: "Here."', BOTH),
    _write("RestartOnboardingInput.clientId", CLIENT, "restartOnboarding(clientId: $id", BOTH),
    _write("AbandonOnboardingInput.clientId", CLIENT, "abandonOnboarding(clientId: $id"),
    _write("UpdateClientInput.clientId", CLIENT, 'updateClient(clientId: $id, tags: ["Bread"]', BOTH),
    _write("AddClientNoteInput.clientId", CLIENT, 'addClientNote(clientId: $id, text: "Bakes."', BOTH),
    _write("RemoveClientNoteInput.noteId", IdKind.NOTE, "removeClientNote(noteId: $id", BOTH),
    _write("CancelReferralInput.referralId", IdKind.REFERRAL, "cancelReferral(referralId: $id"),
    _write("RequestGrantInput.clientId", CLIENT, "requestGrant(clientId: $id, grant: PAY_INVOICES", BOTH),
    _write("CancelGrantRequestInput.grantRequestId", ASKED, "cancelGrantRequest(grantRequestId: $id", BOTH),
    _write("AnswerGrantOfferInput.grantRequestId", ASKED, "answerGrantOffer(grantRequestId: $id, accept: true", BOTH),
    _write(
        "SetAttentionRuleInput.clientId",
        CLIENT,
        "setAttentionRule(clientId: $id, kind: DATA_STALE, limits: [{limit: FACTS_OVER, value: 90}]",
    ),
    _write("ClearAttentionRuleInput.clientId", CLIENT, "clearAttentionRule(clientId: $id, kind: DATA_STALE"),
    _write(
        "SnoozeSignalInput.clientId",
        CLIENT,
        'snoozeSignal(clientId: $id, kind: LOW_BALANCE, until: "2026-05-14T00:00:00Z", reason: "Agreed."',
        BOTH,
    ),
    _write("UnsnoozeSignalInput.clientId", CLIENT, "unsnoozeSignal(clientId: $id, kind: LOW_BALANCE", BOTH),
    _write("SetClientDigestInput.clientId", CLIENT, "setClientDigest(clientId: $id, frequency: DAILY", BOTH),
    _write("UnassignMeInput.clientId", CLIENT, "unassignMe(clientId: $id", BOTH),
    _write("OpenClientAccountInput.clientId", CLIENT, "openClientAccount(clientId: $id, assignSelf: true", BOTH),
    _write("AssignColleaguesInput.clientIds", CLIENT, f"assignColleagues(clientIds: [$id], {_MEMBER}"),
    _write("AssignColleaguesInput.colleagueIds", COLLEAGUE, f"assignColleagues(colleagueIds: [$id], {_CLIENT}"),
    _write("UnassignColleaguesInput.clientIds", CLIENT, f"unassignColleagues(clientIds: [$id], {_MEMBER}"),
    _write(
        "UnassignColleaguesInput.colleagueIds",
        COLLEAGUE,
        f"unassignColleagues(colleagueIds: [$id], {_CLIENT}",
    ),
    _write("ChangeColleagueRoleInput.colleagueId", COLLEAGUE, "changeColleagueRole(colleagueId: $id, role: VIEWER"),
    _write("CreateTeamInput.colleagueIds", COLLEAGUE, 'createTeam(name: "New", colleagueIds: [$id]'),
    _write("CreateTeamInput.clientIds", CLIENT, 'createTeam(name: "New", clientIds: [$id]'),
    _write("UpdateTeamInput.teamId", TEAM, 'updateTeam(teamId: $id, name: "New"'),
    _write("DeleteTeamInput.teamId", TEAM, "deleteTeam(teamId: $id"),
    _write("SetTeamMembersInput.teamId", TEAM, 'setTeamMembers(teamId: $id, colleagueIds: ["{helper}"]'),
    _write("SetTeamMembersInput.colleagueIds", COLLEAGUE, 'setTeamMembers(teamId: "{team}", colleagueIds: [$id]'),
    _write("SetTeamClientsInput.teamId", TEAM, 'setTeamClients(teamId: $id, clientIds: ["{client}"]'),
    _write(
        "CreateIntegrationInput.clientIds",
        CLIENT,
        'createIntegration(name: "A", scopes: [CLIENTS_READ], clientIds: [$id]',
    ),
    _write(
        "UpdateIntegrationInput.clientIds", CLIENT, 'updateIntegration(integrationId: "{machine}", clientIds: [$id]'
    ),
    *(
        _write(
            f"{name[0].upper()}{name[1:]}Input.integrationId", IdKind.INTEGRATION, f"{name}(integrationId: $id{more}"
        )
        for name, more in INTEGRATING.items()
    ),
    _write(
        "CreateWebhookInput.integrationId",
        IdKind.INTEGRATION,
        f'createWebhook(integrationId: $id, url: "https://hooks.example.com/", document: "{FOLLOWED}"',
    ),
    *(
        _write(f"{name[0].upper()}{name[1:]}Input.webhookId", IdKind.WEBHOOK, f"{name}(webhookId: $id{more}")
        for name, more in HOOKS.items()
    ),
    _write("ReplayFrom.deliveryId", IdKind.DELIVERY, 'replayWebhook(webhookId: "{hook}", start: {deliveryId: $id}'),
    *(
        _read(
            f"DeliveryFilter.{name}",
            kind,
            f"partner {{ webhookDeliveries(filter: {{{name}: $id}}) {{ {PAGE} }} }}",
            ("boss",),
        )
        for name, kind in (("webhookId", IdKind.WEBHOOK), ("clientId", CLIENT))
    ),
    _write("SetTeamClientsInput.clientIds", CLIENT, 'setTeamClients(teamId: "{team}", clientIds: [$id]'),
]
