"""Whether what a client presents is true."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest

from domain.integration import status_of
from domain.vocabulary import IntegrationStatus
from gateway.oauth.assertion import Assertion, judge
from gateway.oauth.presented import Presented
from gateway.oauth.refusal import invalid_client
from loaders.credentials import own_integration, public_keys
from store.engine import Store
from store.reading import Row
from store.tables import integration_assertion
from store.vault import Vault, secret_hash
from store.writing import Actor, unit_of_work

_NO_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class Proven:
    """An integration that may have a token, and the generation of what it was proven with."""

    row: Row
    generation: int


async def prove(store: Store, vault: Vault, presented: Presented, audiences: Sequence[str], now: datetime) -> Proven:
    """The integration that somebody has proved to be; raises TokenRefused, alike for every cause, and StoreFault."""
    row = await own_integration(store, presented.client_id)
    if presented.assertion is not None:
        generation = await _by_assertion(store, vault, row, presented.assertion, audiences, now)
    else:
        generation = _by_secret(row, presented.secret or "", now)
    if row is None or generation is None or status_of(row, now) is not IntegrationStatus.ACTIVE:
        raise invalid_client()
    return Proven(row, generation)


def _by_secret(row: Row | None, secret: str, now: datetime) -> int | None:
    """The generation of a secret; None for a wrong one. Both hashes are compared, whoever it is."""
    given = secret_hash(secret)
    newest, old = (row.secret_hash, row.old_secret_hash) if row is not None else (None, None)
    is_newest, is_old = compare_digest(given, newest or _NO_HASH), compare_digest(given, old or _NO_HASH)
    if row is None or not (is_newest or is_old):
        return None
    if is_newest:
        return int(row.generation)
    lives = row.old_secret_ends_at is not None and row.old_secret_ends_at > now
    return int(row.generation) - 1 if lives else None


async def _by_assertion(
    store: Store, vault: Vault, row: Row | None, assertion: Assertion, audiences: Sequence[str], now: datetime
) -> int | None:
    """The generation of an assertion that is used for the first time."""
    moment = datetime.now(UTC)
    ends_at = judge(assertion, await public_keys(store, row) if row is not None else [], audiences, moment)
    if row is None:
        return None
    name = hashlib.sha256(str(assertion.claims["jti"]).encode("utf-8", "surrogatepass")).digest()
    used = {"integration_id": row.id, "jti_hash": name, "expires_at": ends_at}
    async with unit_of_work(store, row.partner_id, Actor("INTEGRATION", row.id), now, vault) as work:
        await work.delete_up_to(integration_assertion, "expires_at", moment, integration_id=row.id)
        is_new = await work.insert_new(integration_assertion, used)
    return int(row.generation) if is_new else None
