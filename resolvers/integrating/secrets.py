"""Another secret for an integration, beside which the one before may stay good for a while."""

from datetime import datetime, timedelta
from typing import Any

from domain.errors import UserErrorCode
from domain.integration import MOST_OVERLAP
from resolvers.context import Info
from resolvers.inputs.integration import RotateIntegrationSecretInput
from resolvers.integrating.finding import check_own, locked
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.reading import Row
from store.tables import integration
from store.vault import new_secret, secret_hash
from store.writing import UnitOfWork

_HOURS = MOST_OVERLAP // timedelta(hours=1)


@answering
async def rotate_integration_secret(info: Info, input: RotateIntegrationSecretInput) -> Outcome:
    """A new secret, shown once; what was the old one before is gone."""
    checks = Checks("input")
    if not 0 <= input.overlap_hours <= _HOURS:
        checks.wrong(UserErrorCode.INVALID, f"`overlapHours` takes 0 to {_HOURS}.", "overlapHours")
    checks.key(input.idempotency_key)
    checks.done()
    overlap = timedelta(hours=input.overlap_hours)

    async def act(work: UnitOfWork) -> Outcome:
        found = await locked(work, info.context, input)
        check_own(found)
        secret = new_secret()
        ends_at = work.now + overlap if overlap and found.is_enabled and found.secret_hash else None
        rotated = _old(found, ends_at) | {"secret_hash": secret_hash(secret), "secret_since": work.now}
        await work.update(integration, rotated, id=found.id)
        before = {"secret_since": found.secret_since}
        after = {"secret_since": work.now, "previous_secret_ends_at": ends_at}
        await work.record("integration.secret_rotated", "INTEGRATION", found.id, before=before, after=after)
        return Outcome({"integration": str(found.id), "secret": info.context.vault.seal(secret).decode()})

    return await mutate(info, input, act)


def _old(found: Row, ends_at: datetime | None) -> dict[str, Any]:
    if ends_at is None:
        return {"old_secret_hash": None, "old_secret_ends_at": None, "generation": found.generation + 2}
    old = {"old_secret_hash": found.secret_hash, "old_secret_ends_at": ends_at}
    return old | {"generation": found.generation + 1}
