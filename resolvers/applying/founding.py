"""What comes to be when a firm becomes a partner: the firm, its first owner, the agreement between us."""

from dataclasses import dataclass
from uuid import UUID

from domain.agreement import VERSION
from domain.text import fold
from domain.vocabulary import ColleagueStatus, Role
from resolvers.digesting.keeping import start
from resolvers.earning.points import review_soon
from store.ids import new_id
from store.tables import agreement, colleague
from store.writing import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class NewFirm:
    """A firm by its country's register; currency (ISO 4217) and time zone (IANA) are those it works in."""

    name: str
    country: str
    registration_number: str
    currency: str
    time_zone: str
    legal_name: str | None = None
    vat_number: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, kw_only=True)
class FirstOwner:
    """The person who can sign in at once: bound to a subject, or by the verified e-mail address."""

    name: str
    email: str
    issuer: str | None = None
    subject: str | None = None


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who agreed to which text, and by which application, if any."""

    name: str
    email: str
    version: str = VERSION
    application_id: UUID | None = None


async def found_firm(work: UnitOfWork, firm: NewFirm, owner: FirstOwner, signature: Signature) -> bool:
    """Makes the unit of work's partner; False, with nothing written, when a firm with its number is a partner."""
    columns = vars(firm) | {"legal_name": firm.legal_name or firm.name, "created_at": work.now}
    if not await work.insert_partner(columns):
        return False
    await work.record("partner.created", "PARTNER", work.partner_id, after={"name": firm.name})
    await _enter(work, owner)
    await _sign(work, signature)
    review_soon(work)
    return True


async def _enter(work: UnitOfWork, owner: FirstOwner) -> None:
    own = vars(owner) | {"id": new_id(), "name_key": fold(owner.name)}
    now = {"activated_at": work.now, "created_at": work.now}
    await work.insert(colleague, own | now | {"role": Role.OWNER, "status": ColleagueStatus.ACTIVE})
    await start(work, own["id"])
    await work.record("colleague.activated", "COLLEAGUE", own["id"], after={"role": Role.OWNER.value})


async def _sign(work: UnitOfWork, signature: Signature) -> None:
    id, told = new_id(), {"version": signature.version, "signatory_name": signature.name}
    row = {"id": id, "agreed_at": work.now, "signatory_email": signature.email}
    await work.insert(agreement, row | told | {"application_id": signature.application_id})
    await work.record("agreement.agreed", "AGREEMENT", id, after=told)
