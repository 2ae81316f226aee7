"""The mails that wait to be sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from store.engine import Store
from store.reading import Reader
from store.tables import mail
from store.tenancy import Keys
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A queued mail; `secret` is the opened secret of its link, if it has one."""

    kind: str
    to_name: str
    to_email: str
    created_at: datetime
    secret: str | None


async def waiting_mails(store: Store, vault: Vault, size: int = 50) -> list[WaitingMail]:
    """The newest queued mails of all partners."""
    reader = Reader(store, Keys(worker=True))
    statement = select(mail).where(mail.c.status == "QUEUED").order_by(mail.c.created_at.desc()).limit(size)
    try:
        rows = await reader.rows(statement)
    finally:
        await reader.close()
    return [
        WaitingMail(
            row.kind,
            row.to_name,
            row.to_email,
            row.created_at,
            vault.unseal(row.sealed_secret) if row.sealed_secret else None,
        )
        for row in rows
    ]
