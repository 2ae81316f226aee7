"""The second wall: what a transaction on PostgreSQL may see is set in it, before its first statement."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from store.engine import Store

_TAME = re.compile(r"[A-Za-z0-9@._:/|+-]{1,256}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens rows to a transaction: a tenant, or, before one is known, an identity or a secret's hash.

    `worker` opens the queues (mails, events) of all tenants to background work.
    """

    partner_id: UUID | None = None
    issuer: str | None = None
    subject: str | None = None
    email: str | None = None
    client_id: str | None = None
    token_hash: bytes | None = None
    worker: bool = False

    def safe(self) -> list[str]:
        """The SET LOCAL statements of what cannot hold anything that means something in SQL."""
        own = [f"SET LOCAL gateway.partner_id = '{self.partner_id.int:032x}'"] if self.partner_id else []
        own += ["SET LOCAL gateway.worker = 'on'"] if self.worker else []
        return own + [f"SET LOCAL {name} = '{value}'" for name, value in self._presented().items() if _is_tame(value)]

    def foreign(self) -> dict[str, str]:
        """The other settings that come from outside, by name: to be bound, never to be written into a text."""
        return {name: value for name, value in self._presented().items() if not _is_tame(value)}

    def _presented(self) -> dict[str, str]:
        named = {
            "gateway.issuer": self.issuer,
            "gateway.subject": self.subject,
            "gateway.email": self.email,
            "gateway.client_id": self.client_id,
            "gateway.token_hash": self.token_hash.hex() if self.token_hash else None,
        }
        return {name: value for name, value in named.items() if value is not None}


def _is_tame(value: str) -> bool:
    """Whether a text is of letters, digits and signs that end no string: most issuers, subjects and addresses are."""
    return _TAME.fullmatch(value) is not None


async def unlock(store: Store, connection: AsyncConnection, keys: Keys) -> None:
    """Sets the keys for the running transaction only; session-wide ones would leak through the pool."""
    if not store.is_postgres:
        return
    for statement in keys.safe():
        await connection.exec_driver_sql(statement)
    if settings := keys.foreign():
        calls = ", ".join(f"set_config('{name}', :v{place}, true)" for place, name in enumerate(settings))
        values = {f"v{place}": value for place, value in enumerate(settings.values())}
        await connection.execute(text(f"SELECT {calls}"), values)
