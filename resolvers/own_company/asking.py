"""An admin asks for the firm's own account, or asks again after the platform has declined."""

from typing import Any
from uuid import UUID

from domain.errors import UserErrorCode, refuse
from domain.own_company import OWN_COMPANY
from domain.vocabulary import OwnCompanyStatus
from resolvers.choosing import me
from resolvers.context import Info
from resolvers.inputs.own_company import CreateOwnCompanyInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.ids import new_id
from store.tables import own_company
from store.writing import UnitOfWork


@answering
async def create_own_company(info: Info, input: CreateOwnCompanyInput) -> Outcome:
    """Has the platform asked for the account, in the background; a firm has one at the most."""
    context = info.context
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()
    if not context.opens_accounts:
        message = "Accounts cannot be opened from here yet: whoever runs this gateway has to set GATEWAY_ACCOUNTS_URL."
        raise refuse(UserErrorCode.NOT_CONFIGURED, message, "input")

    async def act(work: UnitOfWork) -> Outcome:
        await ask_for_account(work, me(context))
        return Outcome({"own_company": str(work.partner_id)})

    return await mutate(info, input, act)


async def ask_for_account(work: UnitOfWork, asker: UUID) -> None:
    """Moves the firm's own company on to CREATING; raises `Refused` (WRONG_STATE)."""
    wanted: dict[str, Any] = {"reference": new_id(), "requested_by": asker, "requested_at": work.now}
    wanted |= {"status": OWN_COMPANY.after("create", OWN_COMPANY.initial), "since": work.now, "due_at": work.now}
    before = OWN_COMPANY.initial
    # Of two who ask at once, the second waits here, and meets what the first has made.
    if not await work.insert_new(own_company, wanted):
        before = await _again(work, wanted)
    after = {"status": wanted["status"]}
    await work.record("own_company.requested", "OWN_COMPANY", work.partner_id, before={"status": before}, after=after)


async def _again(work: UnitOfWork, wanted: dict[str, Any]) -> OwnCompanyStatus:
    found = await work.get(own_company, lock=True)
    if found is None:
        raise LookupError("an own company is never deleted")
    before = OwnCompanyStatus(found.status)
    OWN_COMPANY.after("create", before, "input")
    await work.update(own_company, wanted | {"failure_reason": None, "attempts": 0})
    return before
