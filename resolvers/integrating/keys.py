"""The public keys of an integration: registered, and forgotten."""

from domain.errors import UserErrorCode, refuse
from domain.integration import MOST_KEYS
from resolvers.context import Info
from resolvers.inputs.integration import RegisterIntegrationKeyInput, RemoveIntegrationKeyInput
from resolvers.integrating.finding import check_own, locked
from resolvers.integrating.public_key import UnfitKey, read_public_key
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.ids import new_id
from store.tables import integration, integration_key
from store.writing import UnitOfWork


@answering
async def register_integration_key(info: Info, input: RegisterIntegrationKeyInput) -> Outcome:
    """One more key; NAME_TAKEN when one of its name is there."""
    checks, key = Checks("input"), dict[str, str]()
    try:
        key = read_public_key(input.jwk)
    except UnfitKey as unfit:
        checks.wrong(UserErrorCode.INVALID, f"`jwk` cannot be used: {unfit}", "jwk")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await locked(work, info.context, input)
        check_own(found)
        keys = await work.find(integration_key, integration_id=found.id)
        if any(known.kid == key["kid"] for known in keys):
            raise refuse(UserErrorCode.NAME_TAKEN, "A key with this `kid` is there; remove it first.", "input", "jwk")
        if len(keys) >= MOST_KEYS:
            message = f"An integration has at most {MOST_KEYS} keys; remove one first."
            raise refuse(UserErrorCode.TOO_MANY, message, "input", "jwk")
        row = {"id": new_id(), "integration_id": found.id, "kid": key["kid"], "jwk": key, "created_at": work.now}
        await work.insert(integration_key, row)
        await work.update(integration, {}, id=found.id)
        await work.record("integration.key_registered", "INTEGRATION", found.id, after={"jwk": key})
        return Outcome({"integration": str(found.id)})

    return await mutate(info, input, act)


async def remove_integration_key(info: Info, input: RemoveIntegrationKeyInput) -> Outcome:
    """A key is gone, and with it all tokens: nobody knows which of them it signed for."""

    async def act(work: UnitOfWork) -> Outcome:
        found = await locked(work, info.context, input)
        kid = input.kid[:200] if input.kid.isprintable() else ""
        known = await work.get(integration_key, integration_id=found.id, kid=kid)
        if known is None:
            raise refuse(UserErrorCode.NOT_FOUND, "The integration has no such key.", "input", "kid")
        await work.delete(integration_key, id=known.id)
        await work.update(integration, {"generation": found.generation + 2}, id=found.id)
        await work.record("integration.key_removed", "INTEGRATION", found.id, before={"jwk": known.jwk})
        return Outcome({"integration": str(found.id)})

    return await mutate(info, input, act)
