"""The clients of a firm: company facts, access, onboarding, wallet, and the words that find them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.access import grant_bits
from domain.attention import END_OF_TIME, Attention
from domain.onboarding import WAITING_ON
from domain.text import fold, words
from domain.vocabulary import (
    AccessLevel,
    AccessStatus,
    ClientStatus,
    CompanySize,
    Grant,
    OnboardingStatus,
    SignalKind,
)
from store.ids import new_id
from store.tables import client, client_word, signal
from tests.world.base import Part
from tests.world.names import zone_of
from tests.world.things import Client


class Clients(Part):
    """Factories of clients."""

    async def client(
        self,
        name: str | None = None,
        *,
        level: AccessLevel = AccessLevel.LIMITED,
        grants: Iterable[Grant] = (),
        poa: bool = True,
        access_status: AccessStatus | None = None,
        onboarding: OnboardingStatus = OnboardingStatus.VERIFIED,
        balance: int = 25_000_00,
        **columns: Any,
    ) -> Client:
        """A connected, verified, quiet client; `balance` in minor units.

        Without power of attorney the access is SUSPENDED unless `access_status` says otherwise; the client's
        status follows from access and onboarding. All 14 signals exist, at level NONE.
        """
        access = access_status or (AccessStatus.ACTIVE if poa else AccessStatus.SUSPENDED)
        row = self._company(name or self.ground.names.company())
        row |= {"access_status": access, "level": level, "grants": grant_bits(frozenset(grants)), "poa_granted": poa}
        row |= self._progress(access, onboarding)
        row |= {"balance_minor": balance, "balance_at": self.now, "facts_at": self.now, "created_at": self.now}
        row |= {"attention_order": Attention().order, "poa_changed_at": self.now if poa else None} | columns
        async with self.work() as work:
            await work.insert(client, row)
            await work.insert(client_word, _words(row))
            await work.insert(signal, [self._quiet(row, kind) for kind in SignalKind])
        return Client(row["id"], self.id, row["name"], row["currency"])

    def _company(self, name: str) -> dict[str, Any]:
        number = self.ground.names.number()
        currency, time_zone = zone_of(self.country)
        return {
            "id": new_id(),
            "name": name,
            "name_key": fold(name),
            "legal_name": f"{name} ApS",
            "country": self.country,
            "registration_number": self.ground.names.registration_number(),
            "currency": currency,
            "time_zone": time_zone,
            "company_size": CompanySize.SMALL,
            "industry": "Retail",
            "admin_name": self.ground.names.person(),
            "admin_email": f"office.{number}@example.com",
            "account_number": f"ACC-{number:06d}",
        }

    def _progress(self, access: AccessStatus, onboarding: OnboardingStatus) -> dict[str, Any]:
        status = ClientStatus(access)
        if access is AccessStatus.ACTIVE and onboarding is not OnboardingStatus.VERIFIED:
            status = ClientStatus.ONBOARDING
        waiting_on = WAITING_ON[onboarding]
        return {
            "status": status,
            "onboarding_status": onboarding,
            "waiting_on": waiting_on,
            "waiting_since": self.now - timedelta(days=2) if waiting_on else None,
        }

    def _quiet(self, row: dict[str, Any], kind: SignalKind) -> dict[str, Any]:
        same = {"client_id": row["id"], "name_key": row["name_key"], "currency": row["currency"]}
        return same | {"kind": kind, "since": END_OF_TIME, "facts_at": self.now}


def _words(row: dict[str, Any]) -> list[dict[str, str | UUID]]:
    found = words(row["name"], row["legal_name"], row["registration_number"])
    return [{"client_id": row["id"], "word": word} for word in found]
