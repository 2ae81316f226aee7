"""A firm with at least one row in every table of the store."""

from datetime import timedelta

from domain.facts.words import ExportJobStatus
from domain.vocabulary import AttentionLevel, Grant, Role, Scope, SignalKind
from store.ids import new_id
from store.tables import (
    agreement,
    application,
    attention_rule,
    client_feed,
    due,
    expense,
    export_job,
    fact,
    idempotency,
    integration_assertion,
    integration_deprecation,
    integration_key,
    lesson_done,
    quiz_attempt,
)
from tests.world.firm import Firm
from tests.world.things import Client, Colleague
from tests.world.world import World


async def everything(world: World) -> Firm:
    """Two colleagues, a team, one client with all its facts, invites, an integration, and a journal."""
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague()
    bakery = await firm.client(grants=[Grant.PAY_INVOICES])
    await firm.assign(bo, bakery, ends_at=firm.now + timedelta(days=3))
    await firm.team(members=[anna, bo], clients=[bakery])
    await _facts(firm, bakery)
    await firm.client_invite(by=anna)
    await firm.inbound_invite()
    await firm.colleague_invite(by=anna)
    await firm.handover(bo, bakery)
    await firm.grant_request(bakery, Grant.SEND_REIMBURSEMENTS, by=bo)
    await firm.connect_link()
    await firm.own_company(anna)
    await firm.note(bakery, bo)
    await firm.tag(bakery, "Retail")
    await firm.partnership()
    await firm.points(100, client_id=bakery.id)
    await firm.referral(anna)
    await firm.digest(bo, bakery)
    await _integration(firm, bakery)
    await _studies(firm, bo)
    await _journal(firm, bakery)
    return firm


async def _facts(firm: Firm, client: Client) -> None:
    await firm.signal(client, SignalKind.LOW_BALANCE, AttentionLevel.CRITICAL, amount=5_00)
    await firm.month(client, "2026-04", submitted=(12, 4_000_00), exported=(9, 3_000_00))
    await firm.subscription(client)
    await firm.invoice(client)
    of_client = {"client_id": client.id}
    told = {"kind": "expense.submitted", "at": firm.now, "received_at": firm.now, "outcome": "APPLIED"}
    await firm.insert(expense, of_client | {"expense_id": "exp_1", "submitted_at": firm.now})
    await firm.insert(export_job, of_client | {"job_id": "job_1", "status": ExportJobStatus.RUNNING})
    await firm.insert(client_feed, of_client | {"through": 1, "gaps": [], "registers": {}})
    await firm.insert(attention_rule, of_client | {"kind": "DATA_STALE", "limits": {}, "set_at": firm.now})
    await firm.insert(due, {"kind": "CLIENT", "object_id": client.id, "at": firm.now})
    await firm.insert(fact, of_client | told | {"sequence": 1, "fact_id": "fact_1"})


async def _integration(firm: Firm, client: Client) -> None:
    made = await firm.integration([Scope.CLIENTS_READ], clients=[client])
    own, moment = {"integration_id": made.id}, firm.now + timedelta(minutes=1)
    async with firm.work() as work:
        await work.insert(integration_key, own | {"id": new_id(), "kid": "first", "jwk": {}, "created_at": firm.now})
        await work.insert(integration_assertion, own | {"jti_hash": bytes(32), "expires_at": moment})
        gone = {"coordinate": "Client.oldName", "reason": "Use `name`.", "last_used_at": firm.now}
        await work.insert(integration_deprecation, own | gone)
    await firm.delivery(await firm.webhook(made), client)


async def _studies(firm: Firm, colleague: Colleague) -> None:
    begun = await firm.enrolment(colleague, "month-end")
    await firm.certificate(colleague)
    async with firm.work() as work:
        await work.insert(lesson_done, {"enrolment_id": begun.id, "lesson_id": new_id(), "done_at": firm.now})
        tried = {"colleague_id": colleague.id, "lesson_id": new_id(), "score": 50, "is_passed": False}
        await work.insert(quiz_attempt, tried | {"id": new_id(), "at": firm.now})


async def _journal(firm: Firm, client: Client) -> None:
    key = {"principal": "somebody", "mutation": "inviteClient", "key": "first", "input_hash": bytes(32)}
    async with firm.work() as work:
        await work.record("client.connected", "CLIENT", client.id, client_id=client.id, after={"name": client.name})
        await work.mail("CLIENT_INVITE", ("Anna Berg", "anna@example.com"), {"firm": firm.name}, "a secret")
        await work.insert(idempotency, key | {"outcome": {}, "created_at": firm.now})
        signed = {"signatory_name": "Anna Berg", "signatory_email": "anna@example.com", "agreed_at": firm.now}
        await work.insert(agreement, signed | {"id": new_id(), "version": "2026-1"})
        asked = {"id": new_id(), "status": "WEBINAR_SENT", "token_hash": firm.id.bytes * 2, "contact_name": "Anna Berg"}
        times = {"sent_at": firm.now, "created_at": firm.now, "expires_at": firm.now + timedelta(days=30)}
        await work.insert(application, asked | times | {"email": "anna@example.com"})
