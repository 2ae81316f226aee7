"""What every resolver is given: the viewer, the moment, batched reads, and a unit of work to write in."""

from collections.abc import Callable, Coroutine, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import strawberry

from domain.access import Identity, Viewer, ViewerKind
from domain.budget import Budget
from domain.catalogue import Catalogue
from domain.denials import Denials
from domain.ports import (
    NO_COMPANIES,
    NO_LETTERS,
    NO_REGISTER,
    NO_WEBHOOKS,
    OPEN_DOOR,
    CompanyRegister,
    Doorkeeper,
    KeptLetters,
    PlatformDirectory,
    WebhookRules,
)
from execution.saying import Saying
from loaders.reading import Batch, Reads
from resolvers.loading import Loaded
from store.catalogue import built_in
from store.engine import Store
from store.reading import Reader, Rows
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
    catalogue: Catalogue = field(default_factory=built_in)
    directory: PlatformDirectory = NO_COMPANIES
    register: CompanyRegister = NO_REGISTER
    webhooks: WebhookRules = NO_WEBHOOKS
    # Before what strangers may ask for.
    door: Doorkeeper = OPEN_DOOR
    letters: KeptLetters = NO_LETTERS
    # Whether answers may tell of the schema what was not asked for.
    suggests: bool = False
    # Whether the platform can be asked for the firm's own account.
    opens_accounts: bool = False
    # Several contexts of one moment may read through one reader.
    source: Reader | None = None
    # Of whoever asks; unknown where nothing is counted.
    budget: Budget | None = None
    # How the change under way can say before its end what it will have been; None where nobody can.
    saying: Saying | None = None

    def __post_init__(self) -> None:
        self.reader = self.source or Reader(self.store, Keys(partner_id=self.viewer.partner_id))
        self.reads = Reads(self.viewer, self.now, self.reader, self.vault, catalogue=self.catalogue)
        self._loaded: dict[Callable[..., Any], Loaded[Any, Any]] = {}

    async def load(self, batch: Batch[Key, Value], key: Key) -> Value:
        """The value of one key; keys asked for at the same time share one SELECT, none is read twice."""
        loaded: Loaded[Key, Value] = self._loaded.get(batch) or self._new(batch)
        return await loaded.one(key)

    async def load_many(self, batch: Batch[Key, Value], keys: Iterable[Key]) -> Mapping[Key, Value]:
        """The values of keys, and of others: at most one SELECT, for those that nobody has asked for yet.

        A value may be an exception, to be raised by whoever uses it. Raises what the SELECT raises.
        """
        loaded: Loaded[Key, Value] = self._loaded.get(batch) or self._new(batch)
        return await loaded.many(keys)

    async def together(self, works: Sequence[Coroutine[Any, Any, Any]]) -> list[Any]:
        """The results of coroutines that read, side by side; one that fails has its exception as its result."""
        return await self.reader.together(works)

    def expect(self, asked: Mapping[str, frozenset[str]]) -> None:
        """By the names of GraphQL types, the attributes of rows that will be read; of other types all are selected.

        Beside them rows have what is always there (`loaders.columns`).
        """
        self.reads = replace(self.reads, asked=asked)
        self._loaded = {}

    async def refresh(self) -> None:
        """Forgets everything read: what follows sees what a mutation has just committed."""
        self._loaded = {}
        await self.reader.refresh()

    def become(self, viewer: Viewer) -> None:
        """Goes on with other rights: those that the viewer has after a mutation."""
        self.viewer = viewer
        self.reads = replace(self.reads, viewer=viewer)
        self._loaded = {}

    def offer(self, saying: Saying) -> None:
        """Is told, before each change, how what it says of itself can be made."""
        self.saying = saying

    @contextmanager
    def looking(self, source: Rows, viewer: Viewer) -> Iterator[None]:
        """Reads from somewhere else meanwhile, with the rights of `viewer`."""
        outside = self.viewer, self.reads
        self.reads = replace(self.reads, source=source)
        self.become(viewer)
        try:
            yield
        finally:
            self.viewer, self.reads = outside
            self._loaded = {}

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

    def _new(self, batch: Batch[Key, Value]) -> Loaded[Key, Value]:
        made: Loaded[Key, Value] = Loaded(partial(batch, self.reads))
        self._loaded[batch] = made
        return made


Info = strawberry.Info[Context, None]
