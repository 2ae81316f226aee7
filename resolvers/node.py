"""Any object by its id, with the same scope and the same silence as the fields that lead to it."""

import asyncio
from collections.abc import Mapping
from typing import Any

import strawberry

from domain.errors import ErrorCode, RequestError
from domain.ids import IdKind, parse
from domain.rule import Rule, admins, member, operators
from domain.vocabulary import Scope
from loaders.application import application_by_id
from loaders.assignment import assignment_by_id
from loaders.billing import invoice_by_id
from loaders.catalogue import course_by_id, lesson_by_id, resource_by_id
from loaders.certificate import certificate_by_id
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from loaders.describing import note_by_id
from loaders.enrolment import enrolment_by_id
from loaders.granting import grant_request_by_id
from loaders.integration import integration_by_id
from loaders.invite import invite_by_id
from loaders.partner import partner_by_id
from loaders.reading import Batch
from loaders.referral import referral_by_id
from loaders.team import team_by_id
from loaders.webhook import webhook_by_id
from resolvers.context import Info

MOST_NODES = 50

# What a type's ids lead to, and the rule that every way to the type shares.
NODES: Mapping[IdKind, tuple[Batch[Any, Any], Rule]] = {
    IdKind.PARTNER: (partner_by_id, member(Scope.PARTNER_READ)),
    IdKind.CLIENT: (client_by_id, member(Scope.CLIENTS_READ)),
    IdKind.COLLEAGUE: (colleague_by_id, member(Scope.PEOPLE_READ)),
    IdKind.TEAM: (team_by_id, member(Scope.PEOPLE_READ)),
    IdKind.ASSIGNMENT: (assignment_by_id, member(Scope.PEOPLE_READ)),
    IdKind.INVITE: (invite_by_id, member(Scope.INVITES_READ)),
    IdKind.GRANT_REQUEST: (grant_request_by_id, member(Scope.CLIENTS_READ)),
    IdKind.NOTE: (note_by_id, member(Scope.CLIENTS_READ)),
    IdKind.INVOICE: (invoice_by_id, member(Scope.BILLING_READ)),
    IdKind.INTEGRATION: (integration_by_id, admins()),
    IdKind.REFERRAL: (referral_by_id, admins()),
    IdKind.WEBHOOK: (webhook_by_id, admins()),
    IdKind.APPLICATION: (application_by_id, operators()),
    IdKind.COURSE: (course_by_id, member(Scope.PEOPLE_READ)),
    IdKind.LESSON: (lesson_by_id, member(Scope.PEOPLE_READ)),
    IdKind.RESOURCE: (resource_by_id, member()),
    IdKind.ENROLMENT: (enrolment_by_id, member()),
    IdKind.CERTIFICATE: (certificate_by_id, member(Scope.PEOPLE_READ)),
}


async def node(info: Info, id: strawberry.ID) -> Any:
    """The object of an id; None when it does not exist for the viewer."""
    parsed = parse(id)
    if parsed is None or parsed[0] not in NODES:
        return None
    batch, rule = NODES[parsed[0]]
    if rule.for_viewer(info.context.viewer) is not None:
        return None
    return await info.context.load(batch, parsed[1])


async def nodes(info: Info, ids: list[strawberry.ID]) -> list[Any]:
    """The objects of at most 50 ids, in their order, None where one does not exist for the viewer."""
    if len(ids) > MOST_NODES:
        raise RequestError(ErrorCode.BAD_INPUT, f"`ids` takes at most {MOST_NODES} ids.", {"argument": "ids"})
    return list(await asyncio.gather(*(node(info, id) for id in ids)))
