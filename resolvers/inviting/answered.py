"""The one way in which the answer to an invite is written down."""

from typing import Any

from domain.invite import MACHINES
from domain.vocabulary import InviteKind
from resolvers.inviting.finding import status_now
from resolvers.inviting.letters import action_of
from store.reading import Row
from store.tables import invite
from store.writing import UnitOfWork


async def note_answer(work: UnitOfWork, row: Row, event: str, columns: dict[str, Any], *path: str) -> Row:
    """Writes the answer to a locked invite down; gives the row as it is then. Raises `Refused` (WRONG_STATE)."""
    after = MACHINES[InviteKind(row.kind)].after(event, status_now(row, work), *path)
    await work.update(invite, columns | {"status": after, "answered_at": work.now}, id=row.id)
    await work.record(
        f"{action_of(row)}.{after.lower()}",
        "INVITE",
        row.id,
        client_id=columns.get("client_id"),
        before={"status": row.status},
        after={"status": after},
        reason=columns.get("decline_reason"),
    )
    answered = await work.get(invite, id=row.id)
    return answered or row
