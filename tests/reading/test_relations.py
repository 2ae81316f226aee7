"""No list of the schema costs a SELECT per parent: every relation is asked of one parent and of several."""

from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
)

from schema.access import gated_schema
from store.engine import Store
from tests.portal import Caller
from tests.reading.conftest import Office
from tests.servers.statements import count_statements

_URGENT = "clients(first: %d, orderBy: {field: ATTENTION, direction: DESC})"
# How the parents of each type are reached: the list to cut, and the fields between it and the type.
WAYS = {
    "Client": ("clients(first: %d)", "%s"),
    "AuditEvent": ("auditEvents(first: %d)", "%s"),
    "Colleague": ("colleagues(first: %d)", "%s"),
    "Digest": ("colleagues(first: %d)", "clientDigests { %s }"),
    "ClientNote": ("clients(first: %d)", "notes { %s }"),
    "GrantRequest": ("clients(first: %d)", "grantRequests { %s }"),
    "Invoice": ("invoices(first: %d)", "%s"),
    "Team": ("teams(first: %d)", "%s"),
    "Assignment": ("assignments(first: %d)", "%s"),
    "AssignmentReason": ("assignments(first: %d)", "sources { %s }"),
    "Attention": (_URGENT, "attention { %s }"),
    "Signal": (_URGENT, "attention { signals { %s } }"),
    "Snooze": (_URGENT, "attention { signals { snooze { %s } } }"),
    "AttentionRule": ("clients(first: %d)", "attentionRules { %s }"),
    "ClientAccess": ("clients(first: %d)", "access { %s }"),
    "ViewerCan": ("clients(first: %d)", "viewerCan { %s }"),
    "ClientInvite": ("invites(first: %d, kind: [CLIENT])", "... on ClientInvite { %s }"),
    "InviteSignal": ("invites(first: %d)", "signal { %s }"),
    "InboundInvite": ("invites(first: %d, kind: [INBOUND])", "... on InboundInvite { %s }"),
    "Integration": ("integrations(first: %d)", "%s"),
    "PointsEntry": ("partnership { points { ledger(first: %d)", "%s"),
    "Referral": ("partnership { referrals(first: %d)", "%s"),
    "Webhook": ("integrations(first: %d)", "webhooks { %s }"),
    "WebhookDelivery": ("webhookDeliveries(first: %d)", "%s"),
    "ColleagueInvite": ("invites(first: %d, kind: [COLLEAGUE])", "... on ColleagueInvite { %s }"),
    "Enrolment": ("enrolments(first: %d)", "%s"),
    "CourseProgress": ("enrolments(first: %d)", "progress { %s }"),
    "LessonProgress": ("enrolments(first: %d)", "progress { lessons { %s } }"),
    "Certificate": ("certificates(first: %d)", "%s"),
    "Course": ("courses(first: %d)", "%s"),
    "Lesson": ("courses(first: %d)", "lessons { %s }"),
    "Quiz": ("courses(first: %d)", "lessons { quiz { %s } }"),
    "Question": ("courses(first: %d)", "lessons { quiz { questions { %s } } }"),
    "Resource": ("resources(first: %d)", "%s"),
}
# Where the lists lie that are not the firm's.
PLACES = {"resources": "%s"} | dict.fromkeys(("courses", "enrolments", "certificates"), "academy { %s }")
# There is one of each in an answer (of a change, in an event), or it is a page whose rows are asked for above.
SINGLE = {"Query", "Mutation", "Subscription", "Partner", "Viewer", "BookkeepingOverview", "PendingClients", "PageInfo"}
SINGLE |= {"PriceQuote", "TakenOver", "MonthTotal", "UserError", "AccessExplanation", "SmallestChange", "OwnCompany"}
SINGLE |= {"AccessDenial", "Academy", "Partnership", "Points", "TierTerms"}
# `tests/people/test_leaver_report.py` counts what its pages cost.
SINGLE |= {"LeaverReport", "ReachedClient", "KnownSecret"}


def relations() -> Iterator[tuple[str, str, bool]]:
    """(type, field, leads to objects) of every list, and of every field that leads to a type with an id."""
    for name, kind in sorted(gated_schema().type_map.items()):
        if not isinstance(kind, GraphQLObjectType) or name.startswith("__") or name in SINGLE:
            continue
        if name.endswith(("Payload", "Result", "Connection", "Edge", "Change")):
            continue
        for field, defined in kind.fields.items():
            target = get_named_type(defined.type)
            is_list = isinstance(get_nullable_type(defined.type), GraphQLList)
            is_object = isinstance(target, GraphQLObjectType | GraphQLInterfaceType)
            if is_list or (is_object and "id" in target.fields):
                yield name, field, not is_leaf_type(target)


RELATIONS = list(relations())

INVITE = """mutation($rows: [InviteColleagueRow!]!) { inviteColleagues(input: {colleagues: $rows}) {
  results { %s } userErrors { code } } }"""
PAYLOAD = "row invite { invitedBy { name } colleague { name } } colleague { teams { name } invite { status } }"


def test_every_type_with_relations_is_asked() -> None:
    assert {owner for owner, _, _ in RELATIONS} <= set(WAYS)
    assert len(RELATIONS) > 20


@pytest.mark.parametrize("rows", [4, 8])
async def test_no_relation_costs_more_for_more_parents(office: Office, boss: Caller, store: Store, rows: int) -> None:
    for owner, field, has_fields in RELATIONS:
        parents_of, between = WAYS[owner]
        inner = between % (f"{field} {{ __typename }}" if has_fields else field)
        costs = []
        for parents in (1, rows):
            with count_statements(store) as seen:
                way = parents_of % parents
                closed = "}" * (way.count("{") - way.count("}"))
                place = PLACES.get(parents_of.partition("(")[0], "partner { %s }")
                answer = await boss(f"{{ {place % f'{way} {{ nodes {{ {inner} }} }} {closed}'} }}")
            assert not set(answer.codes) - {"ACCESS_DENIED"}, answer.errors
            costs.append(len(seen))
        # The only parent may have nothing to load; a SELECT per parent would show as several more.
        assert 0 <= costs[1] - costs[0] <= 1, (owner, field)


async def test_what_a_bulk_mutation_answers_is_read_at_once(office: Office, boss: Caller, store: Store) -> None:
    async def cost(name: str, rows: int, selection: str) -> int:
        people = [{"email": f"{name}.{row}@example.com"} for row in range(rows)]
        with count_statements(store) as seen:
            answer = await boss(INVITE % selection, rows=people)
        assert len(answer.data["inviteColleagues"]["results"]) == rows
        return len(seen)

    few = await cost("a", 2, PAYLOAD) - await cost("b", 2, "row")
    many = await cost("c", 9, PAYLOAD) - await cost("d", 9, "row")
    assert few == many > 0
