"""Firms of the demo world that would like to become partners, for the platform's operators to look at."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from domain.agreement import VERSION
from domain.applying import LIFETIME, WAITING
from domain.platform import PLATFORM
from domain.vocabulary import ApplicationStatus, DueKind
from store.attention import file_due
from store.demo.dice import dice
from store.demo.names import DENMARK, GERMANY, SWEDEN, Country
from store.engine import Store
from store.tables import application
from store.vault import Vault, new_secret, secret_hash
from store.writing import Actor, unit_of_work

_SENT, _AGREEING, _REJECTED = (
    ApplicationStatus.WEBINAR_SENT,
    ApplicationStatus.AGREEMENT_SENT,
    ApplicationStatus.REJECTED,
)


class Applicant(NamedTuple):
    """A firm that applied some days ago; its register number is that of a company by its place and town."""

    firm: str
    country: Country
    place: int
    town: str
    contact: str
    email: str
    clients: int
    days: int
    status: ApplicationStatus
    reason: str | None = None


APPLICANTS = (
    Applicant("Vesterbro Bogføring", DENMARK, 62_101, "Aarhus C", "Line Bech", "line@vesterbro.example", 35, 2, _SENT),
    Applicant("Kontor Lindqvist", SWEDEN, 62_102, "Malmö", "Per Lindqvist", "per@lindqvist.example", 80, 9, _AGREEING),
    Applicant("Steuerbüro Harms", GERMANY, 62_103, "Hamburg", "Anke Harms", "anke@harms.example", 140, 1, _SENT),
    Applicant(
        "Amager Cykler",
        DENMARK,
        62_104,
        "Aarhus C",
        "Bo Iversen",
        "bo@amager-cykler.example",
        0,
        20,
        _REJECTED,
        "You sell bicycles; partners are accountancy firms. You are welcome as a client of one.",
    ),
)


async def add_applications(store: Store, vault: Vault, now: datetime) -> None:
    """Adds those that are not there yet. Nobody has their links: an operator can send one again."""
    async with unit_of_work(store, PLATFORM, Actor("OPERATOR"), now, vault) as work:
        for applicant in APPLICANTS:
            if await work.get(application, email=applicant.email) is not None:
                continue
            row = _row(applicant, now)
            # Somebody else may fill in the same at the same time.
            if await work.insert_new(application, row) and applicant.status in WAITING:
                await file_due(work, DueKind.APPLICATION, {row["id"]: row["expires_at"]})


def _row(applicant: Applicant, now: datetime) -> dict[str, Any]:
    throw, country = dice("application", applicant.firm), applicant.country
    applied = throw.worked(now, applicant.days, country.time_zone)
    is_agreeing, is_over = applicant.status is _AGREEING, applicant.status not in WAITING
    return {
        "id": throw.id(applied),
        "status": applicant.status,
        "token_hash": secret_hash(new_secret()),
        "contact_name": applicant.contact,
        "email": applicant.email,
        "firm_name": applicant.firm,
        "country": country.code,
        "registration_number": country.numbers(applicant.place, applicant.town).registration,
        "phone": country.phone(applicant.place),
        "client_count": applicant.clients,
        "agreement_version": VERSION if is_agreeing else None,
        "reason": applicant.reason,
        "sent_at": applied,
        "expires_at": applied + LIFETIME,
        "watched_at": applied if is_agreeing else None,
        "ended_at": applied + timedelta(hours=2) if is_over else None,
        "created_at": applied,
    }
