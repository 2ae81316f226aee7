"""What every resolver is given: the viewer, the moment, batched reads, and a unit of work to write in."""

import asyncio
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import strawberry
from aiodataloader import DataLoader

from domain.access import Identity, Viewer, ViewerKind
from domain.denials import Denials
from domain.ports import NO_COMPANIES, PlatformDirectory
from loaders.reading import Batch, Reads
from store.engine import Store
from store.reading import Reader
from store.tenancy import Keys
from store.vault import Vault
from store.writing import Actor, UnitOfWork, unit_of_work

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Links:
    """Public addresses, without a slash at the end: of this gateway, of the portal, of the platform."""

    gateway: str
    portal: str
    platform: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A firm in which the signed-in person is an active colleague."""

    partner_id: UUID
    partner_name: str
    colleague_id: UUID
    role: str


@dataclass
class Context:
    """Lives for one operation (or one event); loaders kept longer would serve stale rows and stale rights."""

    store: Store
    vault: Vault
    links: Links
    viewer: Viewer
    now: datetime
    reference: str
    memberships: tuple[Membership, ...] = ()
    denials: Denials = field(default_factory=Denials)
    directory: PlatformDirectory = NO_COMPANIES
    # Whether answers may tell of the schema what was not asked for.
    suggests: bool = False

    def __post_init__(self) -> None:
        self.reader = Reader(self.store, Keys(partner_id=self.viewer.partner_id))
        self.reads = Reads(self.viewer, self.now, self.reader, self.vault)
        self._loaders: dict[Callable[..., Any], DataLoader[Any, Any]] = {}

    async def load(self, batch: Batch[Key, Value], key: Key) -> Value:
        """The value of one key; keys asked for at the same time share one SELECT, none is read twice."""
        loader = self._loaders.get(batch) or self._loader(batch)
        # Without the shield a cancelled sibling would cancel the future that others wait for.
        value: Value = await asyncio.shield(loader.load(key))
        return value

    async def load_many(self, batch: Batch[Key, Value], keys: Iterable[Key]) -> Mapping[Key, Value]:
        """The values of several keys, in one SELECT for those that are not known yet."""
        wanted = list(keys)
        return dict(zip(wanted, await asyncio.gather(*(self.load(batch, key) for key in wanted)), strict=True))

    def expect(self, asked: Mapping[str, frozenset[str]]) -> None:
        """Tells which attributes of each type an operation reads; a type left out: any."""

    async def refresh(self) -> None:
        """Forgets everything read: what follows sees what a mutation has just committed."""
        self._loaders.clear()
        await self.reader.refresh()

    def become(self, viewer: Viewer) -> None:
        """Goes on with other rights: those that the viewer has after a mutation."""
        self.viewer = viewer
        self.reads = replace(self.reads, viewer=viewer)
        self._loaders.clear()

    def unit_of_work(
        self, partner_id: UUID | None = None, actor: Actor | None = None
    ) -> AbstractAsyncContextManager[UnitOfWork]:
        """A transaction within the viewer's partner (or, for people with a link, within the link's)."""
        where = partner_id or self.viewer.tenant
        return unit_of_work(self.store, where, actor or self.actor, self.now, self.vault)

    @property
    def actor(self) -> Actor:
        """The viewer as the one who changes something."""
        return Actor(self.viewer.kind.value, self.viewer.colleague_id or self.viewer.integration_id)

    @property
    def identity(self) -> Identity | None:
        """Who the token speaks for."""
        return self.viewer.identity

    @property
    def is_anonymous(self) -> bool:
        """Whether there was no token."""
        return self.viewer.kind is ViewerKind.ANONYMOUS

    def _loader(self, batch: Batch[Key, Value]) -> DataLoader[Key, Value]:
        async def load(keys: list[Key]) -> list[Value]:
            return list(await batch(self.reads, keys))

        loader: DataLoader[Key, Value] = DataLoader(load)
        self._loaders[batch] = loader
        return loader


Info = strawberry.Info[Context, None]
