"""Makes of settings what runs operations, wherever they come from."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from domain.access import Viewer, ViewerKind
from domain.catalogue import Catalogue
from domain.ports import NO_COMPANIES, NO_REGISTER, CompanyRegister, KnownCompanies, PlatformDirectory
from domain.vocabulary import Role
from execution.engine import Engine
from execution.limits import Limits
from execution.subscriptions import Subscriptions
from gateway.accounts.service import opens_accounts
from gateway.budgets import Budgets
from gateway.counting import counters_of
from gateway.doorkeeper import Door
from gateway.events import Hub
from gateway.mails.folder import LetterFolder
from gateway.mails.service import folder_of
from gateway.operations import Operations
from gateway.problems import explain
from gateway.settings import Settings, SettingsError
from gateway.streams import Streams
from gateway.streams.cursors import Cursors
from gateway.streams.live import LiveStreams
from gateway.streams.scene import Scene
from gateway.tokens import TrustedIssuer, build_verifier
from gateway.tokens.own import OwnIssuer
from gateway.trusted import Trusted, load_trusted
from gateway.usage import Usage
from gateway.webhooks.service import documents_of
from loaders.paging import MAX_SIZE
from resolvers.context import Context, Links
from schema.access import AnyColleague, field_kinds, gated_schema, schema_gates, served_schema
from store.catalogue import CatalogueError, read_catalogue
from store.demo.invites import on_platform
from store.demo.register import DemoRegister
from store.engine import Store, open_store
from store.vault import Vault

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


def store_of(settings: Settings) -> Store:
    """The store that the settings name, under the server's own role."""
    return open_store(settings.database_url, role=settings.database_role, pool_size=settings.database_pool_size)


def operations_of(
    settings: Settings,
    store: Store,
    *,
    clock: Clock = utc_now,
    now: Clock = utc_now,
    trusting: Sequence[TrustedIssuer] = (),
    hub: Hub | None = None,
) -> Operations:
    """What runs operations, wherever they come from, tokens judged as of `now`; raises SettingsError.

    Without a hub nothing can be followed.
    """
    engine, vault = engine_of(settings), Vault(settings.secret_keys)
    counters = counters_of(settings.redis_url)
    issuer = OwnIssuer(store, vault, settings.public_url, now=now)
    return Operations(
        store=store,
        vault=vault,
        verifier=build_verifier(settings, [*trusting, issuer.trusted], now),
        issuer=issuer,
        budgets=Budgets(settings.integration_budget, settings.person_budget, counters),
        door=Door(counters, settings.applications_from_address, settings.applications_in_all),
        usage=Usage(store, vault, clock),
        engine=engine,
        trusted=trusted_of(settings, engine),
        links=links_of(settings),
        clock=clock,
        catalogue=catalogue_of(settings),
        directory=directory_of(settings),
        register=register_of(settings),
        suggests=settings.introspection,
        webhooks=documents_of(settings, engine),
        letters=LetterFolder(folder_of(settings)),
        opens_accounts=opens_accounts(settings),
        streams=None if hub is None else streams_of(settings, store, engine, hub, clock),
    )


def streams_of(settings: Settings, store: Store, engine: Engine, hub: Hub, clock: Clock) -> Streams:
    """What runs subscriptions, fed by a hub."""
    cursors, seconds = Cursors(Vault(settings.secret_keys)), settings.request_timeout_seconds
    return LiveStreams(Scene(store, hub, Subscriptions(engine), cursors, contexts_of(settings, store), clock, seconds))


def contexts_of(settings: Settings, store: Store) -> Callable[..., Context]:
    """`Context` with all that does not depend on the event."""
    return partial(
        Context,
        store=store,
        vault=Vault(settings.secret_keys),
        links=links_of(settings),
        catalogue=catalogue_of(settings),
        directory=directory_of(settings),
        suggests=settings.introspection,
    )


def links_of(settings: Settings) -> Links:
    """The public addresses."""
    return Links(settings.public_url, settings.portal_url, settings.platform_url)


def engine_of(settings: Settings) -> Engine:
    """The engine over the schema with its gates, within the settings' bounds."""
    return Engine(
        served_schema(),
        limits_of(settings),
        explain,
        introspection=settings.introspection,
        kinds=field_kinds(),
        gates=schema_gates(),
        fallback=gated_schema,
    )


def trusted_of(settings: Settings, engine: Engine) -> Trusted:
    """The documents of the settings' manifest, planned for every role; raises ManifestError."""
    trusted = load_trusted(settings.trusted_documents, engine.documents, only=settings.trusted_documents_only)
    colleagues = [AnyColleague(Viewer(ViewerKind.COLLEAGUE, role=role)) for role in Role]
    for prepared in trusted:
        engine.executor.warm(prepared.document, colleagues)
    return trusted


def limits_of(settings: Settings) -> Limits:
    """The settings' bounds on documents."""
    return Limits(
        document_bytes=settings.max_document_bytes,
        tokens=settings.max_document_tokens,
        depth=settings.max_depth,
        aliases=settings.max_aliases,
        root_fields=settings.max_root_fields,
        list_items=settings.max_list_items,
        page=MAX_SIZE,
        cost=settings.max_cost,
    )


def catalogue_of(settings: Settings) -> Catalogue:
    """The courses and resources of the settings' folder, or those built in; raises SettingsError."""
    try:
        return read_catalogue(settings.catalogue)
    except CatalogueError as error:
        raise SettingsError([f"GATEWAY_CATALOGUE: {problem}" for problem in error.problems]) from None


def directory_of(settings: Settings) -> PlatformDirectory:
    """Who is on the platform: in development a few companies of the demo; a real directory is still to be joined."""
    return NO_COMPANIES if settings.in_production else KnownCompanies(on_platform())


def register_of(settings: Settings) -> CompanyRegister:
    """Where companies are looked up: in development the demo's; a real register is still to be joined."""
    return NO_REGISTER if settings.in_production else DemoRegister()
