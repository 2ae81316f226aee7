"""What the demo world's firms say of their clients themselves: tags and notes."""

from datetime import timedelta
from uuid import UUID

from domain.text import fold
from store.demo.batch import Batch
from store.demo.dice import dice
from store.demo.staff import Staff
from store.demo.standing import Standing
from store.tables import client_note, client_tag

_TAGS = ("VAT monthly", "VAT quarterly", "Payroll", "Year-end", "VIP")
_NOTES = (
    "Call after ten in the morning; the shop opens at six.",
    "Receipts of the fuel cards come by post, once a month.",
    "Wants the figures before the board meets, which is every second Tuesday.",
    "New bookkeeper at the client from next month on; keep her in the loop.",
)
_TAGGED, _NOTED = 0.5, 0.15


def add_own_words(batch: Batch, standing: Standing, client_id: UUID, staff: Staff) -> None:
    """Adds tags to about half of the clients, and a note to some."""
    throw = dice("own words", standing.company.account_number)
    for tag in throw.sample(_TAGS, throw.choice((1, 1, 2))) if throw.chance(_TAGGED) else ():
        batch.add(client_tag, client_id=client_id, tag=tag, tag_key=fold(tag))
    if staff.workers and throw.chance(_NOTED):
        at = min(standing.facts.created_at + timedelta(days=throw.randint(0, 20), hours=2), standing.now)
        by, said = throw.choice(staff.workers), throw.choice(_NOTES)
        batch.add(client_note, id=throw.id(at), client_id=client_id, text=said, written_by=by, written_at=at)
