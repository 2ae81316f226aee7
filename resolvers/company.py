"""What the firm says of itself: name, ways to reach it, address, and what it has agreed on."""

from typing import Any

from strawberry import UNSET

from domain.company import is_website
from domain.errors import UserErrorCode
from domain.vocabulary import DueKind
from resolvers.choosing import check_version
from resolvers.context import Info
from resolvers.inputs.company import AddressInput, UpdateCompanyInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.attention import file_due
from store.tables import partner
from store.writing import UnitOfWork


@answering
async def update_company(info: Info, input: UpdateCompanyInput) -> Outcome:
    """Other details of the firm; by another cut-off day all clients are judged anew, within seconds, by the clock.

    A change to what is there already changes nothing.
    """
    checks, address = Checks("input"), Checks("input", "address")
    checks.key(input.idempotency_key)
    values = _reached(checks, input) | _agreed(checks, input) | _address(address, input.address)
    checks.errors += address.errors
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        await _store(work, values, input.if_version)
        return Outcome({"partner": str(work.partner_id)})

    return await mutate(info, input, act)


def _reached(checks: Checks, input: UpdateCompanyInput) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if input.name is not None:
        values["name"] = checks.text("name", input.name)
    if input.email is not UNSET:
        values["email"] = checks.email("email", input.email) if input.email is not None else None
    if input.phone is not UNSET:
        values["phone"] = checks.phone("phone", input.phone)
    if input.website is not UNSET:
        values["website"] = _website(checks, input.website)
    return values


def _website(checks: Checks, given: str | None) -> str | None:
    found = checks.optional("website", given, 300)
    if found and not is_website(found):
        message = "`website` is no address of a website; write it like https://www.company.com."
        checks.wrong(UserErrorCode.INVALID, message, "website")
    return found


def _agreed(checks: Checks, input: UpdateCompanyInput) -> dict[str, Any]:
    values = {"cut_off_day": input.cut_off_day, "bookkeepers_may_invite": input.bookkeepers_may_invite}
    if input.cut_off_day is not None and not 1 <= input.cut_off_day <= 31:
        message = "`cutOffDay` is a day of the month, 1 to 31; in shorter months it is their last day."
        checks.wrong(UserErrorCode.INVALID, message, "cutOffDay")
    return {name: value for name, value in values.items() if value is not None}


def _address(checks: Checks, given: AddressInput | None) -> dict[str, Any]:
    if given is None:
        return {}
    fields = (
        ("street", "street", given.street, 200),
        ("postal_code", "postalCode", given.postal_code, 20),
        ("city", "city", given.city, 100),
    )
    return {column: checks.optional(name, value, most) for column, name, value, most in fields if value is not UNSET}


async def _store(work: UnitOfWork, values: dict[str, Any], if_version: int | None) -> None:
    found: Any = await work.get(partner, lock=True)
    check_version(found, if_version)
    before = {name: getattr(found, name) for name, value in values.items() if getattr(found, name) != value}
    if not before:
        return
    after = {name: values[name] for name in before}
    await work.update(partner, after)
    await work.record("partner.updated", "PARTNER", work.partner_id, before=before, after=after)
    if "cut_off_day" in after:
        await file_due(work, DueKind.PARTNER, {work.partner_id: work.now})
