"""From a token to a viewer: rights are looked up for every request, never taken from the token."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.access import ANONYMOUS, Identity, Viewer, ViewerKind
from domain.errors import ErrorCode, RequestError
from domain.ids import IdKind, decode, encode
from domain.integration import OWN_ISSUER, is_good, scopes_of, status_of
from domain.platform import PLATFORM
from domain.vocabulary import ColleagueStatus, IntegrationStatus, Role, Scope
from gateway.tokens import Claims, InvalidToken, Verifier
from loaders import viewer as loader
from resolvers.context import Membership
from store.engine import Store
from store.reading import Row
from store.tables import colleague
from store.vault import Vault
from store.writing import Actor, UnitOfWork, unit_of_work


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The viewer of a request, and every firm in which the person could act."""

    viewer: Viewer
    memberships: tuple[Membership, ...] = ()
    # Several firms and none chosen: only what needs no firm can run.
    must_choose: bool = False
    # When the token expires that was signed in with, and what it may be used for.
    expires_at: datetime | None = None
    scopes: frozenset[str] = frozenset()


async def sign_in(
    store: Store, vault: Vault, verifier: Verifier, now: datetime, token: str | None, partner: str | None
) -> SignedIn:
    """Who calls, and for which firm (`partner`: the header's public id); the first time, binds the person.

    Raises InvalidToken, StoreFault, and RequestError (NOT_A_MEMBER) for a firm that is not one of the caller's.
    """
    if token is None:
        return SignedIn(ANONYMOUS)
    claims = await verifier.verify(token)
    identity = Identity(
        claims.issuer, claims.subject, claims.email, claims.name, claims.client_id if claims.is_machine else None
    )
    if claims.is_machine:
        viewer = await _machine(store, identity, claims, partner, now)
        return SignedIn(viewer, expires_at=claims.expires_at, scopes=claims.scopes)
    rows = await _bound_memberships(store, vault, now, identity)
    return _person(identity, rows, partner, claims.expires_at)


async def memberships_of(store: Store, identity: Identity) -> tuple[Membership, ...]:
    """Every firm in which a person is an active colleague now."""
    return _told([row for row in await loader.memberships(store, identity) if row.subject is not None])


def _told(rows: Sequence[Row]) -> tuple[Membership, ...]:
    return tuple(Membership(row.partner_id, row.partner_name, row.id, row.role) for row in rows)


def _person(identity: Identity, rows: Sequence[Row], partner: str | None, expires_at: datetime) -> SignedIn:
    memberships = _told(rows)
    chosen = [row for row in rows if partner is None or row.partner_id == decode(IdKind.PARTNER, partner)]
    if partner is not None and not chosen:
        raise not_a_member()
    if len(chosen) != 1:
        nobody_yet = Viewer(ViewerKind.PERSON, identity)
        return SignedIn(nobody_yet, memberships, must_choose=bool(chosen), expires_at=expires_at)
    return SignedIn(_colleague(identity, chosen[0]), memberships, expires_at=expires_at)


async def _bound_memberships(store: Store, vault: Vault, now: datetime, identity: Identity) -> Sequence[Row]:
    """The memberships that are the person's and nobody else's, from the first sign-in on."""
    rows = await loader.memberships(store, identity)
    if first := _bindable(rows):
        for row in first:
            async with unit_of_work(store, row.partner_id, Actor("COLLEAGUE", row.id), now, vault) as work:
                await _bind(work, row.id, identity)
        # Another subject with the same address may have been faster.
        rows = await loader.memberships(store, identity)
    return [row for row in rows if row.subject is not None]


def _bindable(rows: Sequence[Row]) -> list[Row]:
    """Memberships not yet bound, but for those in firms where the person is known by another address."""
    known = {row.partner_id for row in rows if row.subject is not None}
    return [row for row in rows if row.subject is None and row.partner_id not in known]


async def _bind(work: UnitOfWork, colleague_id: UUID, identity: Identity) -> None:
    bound: dict[str, Any] = {"issuer": identity.issuer, "subject": identity.subject}
    # One who left the firm under another address is still known there.
    if await work.get(colleague, **bound) is not None:
        return
    as_found = {"id": colleague_id, "subject": None, "email": identity.email, "status": ColleagueStatus.ACTIVE}
    if await work.update(colleague, bound, **as_found):
        await work.record("colleague.bound", "COLLEAGUE", colleague_id, after=bound)


async def firms_of(store: Store, issuer: str, email: str) -> list[UUID]:
    """The firms in which an e-mail address is an active colleague, for an issuer that vouches for it; binds nobody."""
    return [row.partner_id for row in await loader.memberships(store, Identity(issuer, email, email))]


def _colleague(identity: Identity, row: Row) -> Viewer:
    return Viewer(
        ViewerKind.COLLEAGUE,
        identity,
        partner_id=row.partner_id,
        colleague_id=row.id,
        role=Role(row.role),
        may_invite_clients=row.bookkeepers_may_invite,
    )


async def _machine(store: Store, identity: Identity, claims: Claims, partner: str | None, now: datetime) -> Viewer:
    """An integration, whatever else its issuer says of it; or else an operator, where the issuer may say so."""
    row = await loader.machine(store, identity)
    if row is None and claims.may_operate and Scope.PLATFORM_OPERATE.value in claims.scopes:
        return _operator(identity, partner)
    if row is None or status_of(row, now) is not IntegrationStatus.ACTIVE:
        raise InvalidToken("client_id: no enabled integration")
    return _integration(row, identity, claims, partner, now)


def _operator(identity: Identity, partner: str | None) -> Viewer:
    if partner is not None:
        raise not_a_member()
    scopes = frozenset({Scope.PLATFORM_OPERATE})
    return Viewer(ViewerKind.OPERATOR, identity, partner_id=PLATFORM, scopes=scopes)


def _integration(row: Row, identity: Identity, claims: Claims, partner: str | None, now: datetime) -> Viewer:
    is_own = identity.issuer == OWN_ISSUER
    if is_own and not is_good(claims.generation, row, now):
        raise InvalidToken("generation: of a secret that is gone")
    if partner is not None and decode(IdKind.PARTNER, partner) != row.partner_id:
        raise not_a_member()
    return Viewer(
        ViewerKind.INTEGRATION,
        identity,
        partner_id=row.partner_id,
        integration_id=row.id,
        scopes=frozenset(scope for scope in scopes_of(row) if scope.value in claims.scopes),
        is_restricted=row.is_restricted,
        generation=claims.generation if is_own else None,
    )


def not_a_member() -> RequestError:
    """A firm that is not the caller's looks the same as one that does not exist."""
    return RequestError(ErrorCode.NOT_A_MEMBER, "You are not an active colleague of the firm in `Gateway-Partner`.")


def partner_required(memberships: tuple[Membership, ...]) -> RequestError:
    """Several firms and none chosen."""
    firms = [
        {"partnerId": encode(IdKind.PARTNER, m.partner_id), "partnerName": m.partner_name, "role": m.role}
        for m in memberships
    ]
    message = f"You work for {len(firms)} firms: name one in the header `Gateway-Partner`."
    return RequestError(ErrorCode.PARTNER_REQUIRED, message, {"memberships": firms})
