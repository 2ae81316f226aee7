"""Who listens in a firm, and what they may do by now."""

from collections.abc import Collection, Iterable
from uuid import UUID

from domain.access import Viewer, ViewerKind
from domain.changes import OWN_RIGHTS_EVENTS
from gateway.streams.stream import Stream
from loaders.sight import colleagues_now, integrations_now
from resolvers.authority import as_colleague, as_integration, is_on
from store.outbox import Event
from store.reading import Rows


class Principal:
    """A caller as they came (`opened`), as they are by now, and their streams."""

    __slots__ = ("now", "opened", "streams")

    def __init__(self, opened: Viewer) -> None:
        self.opened = opened
        self.now = opened
        self.streams: set[Stream] = set()

    def is_about(self, event: Event) -> bool:
        """Whether an event is about the caller's own rights."""
        own = event.object_id in (self.opened.colleague_id, self.opened.integration_id)
        return own and event.kind in OWN_RIGHTS_EVENTS


async def review(source: Rows, partner_id: UUID, principals: Iterable[Principal]) -> list[Principal]:
    """Looks all rights up again, at most two SELECTs; returns those whose rights are others than before."""
    everybody = list(principals)
    colleagues = {each.opened.colleague_id for each in everybody} - {None}
    integrations = {each.opened.integration_id for each in everybody} - {None}
    people = await colleagues_now(source, partner_id, _ids(colleagues)) if colleagues else {}
    machines = await integrations_now(source, partner_id, _ids(integrations)) if integrations else {}
    changed = []
    for each in everybody:
        opened = each.opened
        if opened.kind is ViewerKind.COLLEAGUE and opened.colleague_id is not None:
            now = as_colleague(opened, people.get(opened.colleague_id))
        elif opened.integration_id is not None:
            row = machines.get(opened.integration_id)
            gone = row is None or not is_on(opened, row)
            now = Viewer(ViewerKind.PERSON, opened.identity) if gone else as_integration(opened, row)
        else:
            continue
        if now != each.now:
            each.now = now
            changed.append(each)
    return changed


def _ids(found: Collection[UUID | None]) -> list[UUID]:
    return [id for id in found if id is not None]
