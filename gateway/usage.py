"""When integrations were last here, and what they used of the schema that will go: written aside, once a minute."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from domain.access import Viewer
from execution.deprecations import Deprecated
from store.engine import Store
from store.faults import StoreFault
from store.tables import integration, integration_deprecation
from store.vault import Vault
from store.writing import Actor, unit_of_work

_log = structlog.get_logger(__name__)

_EVERY_SECONDS = 5.0
_AT_MOST_EVERY = timedelta(minutes=1)
_MOST_KEPT = 10_000
_Place = tuple[UUID, UUID]


@dataclass(slots=True)
class _Seen:
    """One integration, since it was written of last."""

    at: datetime
    deprecated: set[Deprecated] = field(default_factory=set)


class Usage:
    """Notes requests of integrations in memory, and writes of each at most once a minute."""

    def __init__(self, store: Store, vault: Vault, clock: Callable[[], datetime]) -> None:
        self._store, self._vault, self._clock = store, vault, clock
        self._seen: dict[_Place, _Seen] = {}
        self._written: dict[_Place, datetime] = {}

    def note(self, viewer: Viewer, deprecated: Sequence[Deprecated]) -> None:
        """A request of an integration; others are not noted."""
        if viewer.integration_id is None or viewer.partner_id is None or len(self._seen) >= _MOST_KEPT:
            return
        seen = self._seen.setdefault((viewer.partner_id, viewer.integration_id), _Seen(self._clock()))
        seen.at = self._clock()
        seen.deprecated.update(deprecated)

    async def keep_writing(self) -> None:
        """Writes every few seconds, until it is cancelled."""
        while True:
            await asyncio.sleep(_EVERY_SECONDS)
            await self.write()

    async def write(self, *, all_of_them: bool = False) -> None:
        """Writes what is due; what cannot be written now is tried again."""
        now = self._clock()
        self._written = {place: at for place, at in self._written.items() if at > now - _AT_MOST_EVERY}
        for place in [place for place in self._seen if all_of_them or place not in self._written]:
            seen = self._seen.pop(place)
            try:
                await self._write(place, seen)
            except StoreFault as fault:
                self._seen.setdefault(place, seen).deprecated.update(seen.deprecated)
                _log.warning("use of an integration not written", reason=type(fault).__name__)
                return
            self._written[place] = now

    async def _write(self, place: _Place, seen: _Seen) -> None:
        partner_id, id = place
        used = [{"coordinate": each.coordinate[:200], "reason": each.reason[:500]} for each in seen.deprecated]
        async with unit_of_work(self._store, partner_id, Actor("INTEGRATION", id), seen.at, self._vault) as work:
            await work.update_each(integration, [{"id": id, "last_used_at": seen.at}])
            coordinates = [each["coordinate"] for each in used]
            if coordinates and await work.get(integration, id=id) is not None:
                await work.delete(integration_deprecation, integration_id=id, coordinate=coordinates)
                common = {"integration_id": id, "last_used_at": seen.at}
                await work.insert(integration_deprecation, [each | common for each in used])
