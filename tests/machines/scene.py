"""Where one object lives through its states: a firm of its own, who acts in it, and what each act leaves behind."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, select

from domain.ids import IdKind, encode
from domain.platform import PLATFORM
from domain.vocabulary import Role, Scope
from resolvers.clock import Rounds
from store.engine import Store
from store.tables import audit_entry, mail, outbox_event
from store.vault import Vault
from tests.portal import Caller, Portal
from tests.world import Colleague, Firm, Integration, World

TRACES = (audit_entry, outbox_event, mail)


@dataclass(frozen=True)
class Stage:
    """What all scenes of a test share."""

    world: World
    portal: Portal
    store: Store
    admin_store: Store
    vault: Vault
    now: datetime

    async def scene(self) -> "Scene":
        """A new firm with an admin, a colleague who sent what is answered, and the platform's machine."""
        firm = await self.world.partner()
        boss, sender = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.ADMIN)
        return Scene(self, firm, boss, sender, await firm.integration([Scope.FACTS_WRITE]))

    async def rows(self, table: Table, *where: Any) -> Sequence[Row[Any]]:
        """Rows behind all walls, in the order in which they were written."""
        async with self.admin_store.engine.connect() as connection:
            return (await connection.execute(select(table).where(*where))).all()


@dataclass(frozen=True)
class Left:
    """What acts have left: actions about the object itself, in their order, and all that the firm has of them."""

    own_audit: list[str]
    own_events: list[str]
    mails: list[str]
    audit: Counter[str]
    events: Counter[str]
    secrets: list[bytes] = field(compare=False)

    @property
    def is_nothing(self) -> bool:
        """Whether there is no trace at all."""
        return not (self.audit or self.events or self.mails)


@dataclass
class Scene:
    """One object; `secret` is that of its newest link, `said` is what its acts need to know beside."""

    stage: Stage
    firm: Firm
    boss: Colleague
    sender: Colleague
    machine: Integration
    kind: IdKind = IdKind.PARTNER
    id: UUID = PLATFORM
    secret: str = ""
    # Of an object without a firm: the address that its mails go to.
    email: str | None = None
    ends_at: datetime = datetime.max
    said: dict[str, Any] = field(default_factory=dict)
    _seen: set[Any] = field(default_factory=set)

    @property
    def public_id(self) -> str:
        """The object's id as clients of the API know it."""
        return encode(self.kind, self.id)

    @cached_property
    def admin(self) -> Caller:
        """The firm's admin."""
        return self.stage.portal.of(self.boss)

    @property
    def anybody(self) -> Caller:
        """Somebody with nothing but a link."""
        return self.stage.portal.anybody

    @cached_property
    def platform(self) -> Caller:
        """The machine that tells facts."""
        return self.stage.portal.machine(self.machine, Scope.FACTS_WRITE.value)

    @cached_property
    def operator(self) -> Caller:
        """An operator of the platform."""
        mint, scopes = self.stage.portal.issuer.mint, [Scope.PLATFORM_OPERATE.value]
        return self.stage.portal.bearer(mint("ops", client_id="ops", scopes=scopes))

    def number(self) -> str:
        """A register number that nobody has yet."""
        return self.firm.ground.names.registration_number()

    async def tick(self, moment: datetime) -> None:
        """The clock goes its rounds at a moment."""
        while await Rounds(self.stage.store, self.stage.vault).go(moment + timedelta(seconds=1)):
            pass

    async def news(self) -> Left:
        """What was left since the last time; a new link's secret is taken up."""
        audit, events, mails = [await self._new(table) for table in TRACES]
        due = [row for row in mails if row.due_at <= row.created_at or row.status != "QUEUED"]
        secrets = [row.sealed_secret for row in due if row.sealed_secret]
        if secrets:
            self.secret = self.stage.vault.unseal(secrets[-1]) or ""
        kinds = [row.kind for row in events if row.kind != "attention.changed"]
        return Left(
            [row.action for row in audit if row.object_id == self.id],
            [row.kind for row in events if row.object_id == self.id and row.kind != "attention.changed"],
            sorted(row.kind for row in due),
            Counter(row.action for row in audit),
            Counter(kinds),
            secrets,
        )

    async def _new(self, table: Table) -> list[Row[Any]]:
        ordered = sorted(await self.stage.rows(table, self._mine(table)), key=_order)
        # An entry and its event have one id.
        fresh = [row for row in ordered if (table.name, _name(row)) not in self._seen]
        self._seen.update((table.name, _name(row)) for row in fresh)
        return fresh

    def _mine(self, table: Table) -> Any:
        if self.email is None:
            return table.c.partner_id == self.firm.id
        return table.c.to_email == self.email if table is mail else table.c.object_id == self.id


def _order(row: Row[Any]) -> Any:
    return row.id if hasattr(row, "to_email") else row.position


def _name(row: Row[Any]) -> Any:
    """Entries of the audit trail are named by their place."""
    return row.id if hasattr(row, "id") else ("entry", row.partner_id, row.position)
