"""The keys that sign tokens: made once for all processes, followed by others in good time, ended at once in need."""

import base64
from datetime import timedelta

import orjson
import pytest
from joserfc.jwk import OKPKey

from gateway.tokens import InvalidToken, Verifier
from gateway.tokens.own import OwnIssuer
from store.engine import Store
from store.signing import signing_keys
from store.vault import Vault
from tests.tokens.conftest import Clock, compact

NAME = "https://gateway.example"


def issuer(store: Store, vault: Vault, clock: Clock) -> OwnIssuer:
    return OwnIssuer(store, vault, NAME, now=clock.now, steady=clock.steady)


async def minted(own: OwnIssuer, scope: str = "") -> str:
    return (await own.signer()).token("robot", scope, 1)


def verifier(own: OwnIssuer, clock: Clock) -> Verifier:
    return Verifier([own.trusted], leeway=timedelta(0), now=clock.now)


async def test_a_rotation_is_known_everywhere_before_it_signs(store: Store, vault: Vault) -> None:
    clock = Clock()
    here, there = issuer(store, vault, clock), issuer(store, vault, clock)
    verify = verifier(there, clock)
    old = await minted(here, "clients:read")
    assert (await verify.verify(old)).issuer == "urn:partner-gateway:own"
    await here.rotate()
    assert len((await here.published())["keys"]) == 2
    still = await minted(here)
    clock.advance(15 * 60)
    assert len((await there.published())["keys"]) == 2
    new = await minted(there)
    assert [token.split(".")[0] for token in (still, new)] == [old.split(".")[0], new.split(".")[0]]
    assert new.split(".")[0] != old.split(".")[0]
    assert (await verify.verify(new)).subject == "robot"
    clock.advance(15 * 60)
    assert len((await here.published())["keys"]) == 1


async def test_a_key_in_wrong_hands_is_refused_within_half_a_minute(store: Store, vault: Vault) -> None:
    clock = Clock()
    here, there = issuer(store, vault, clock), issuer(store, vault, clock)
    verify = verifier(there, clock)
    old = await minted(here)
    await verify.verify(old)
    await here.rotate(at_once=True)
    new = await minted(here)
    assert (await verify.verify(new)).subject == "robot"
    clock.advance(30)
    with pytest.raises(InvalidToken):
        await verify.verify(old)


async def test_a_key_of_ninety_days_is_followed_by_itself(store: Store, vault: Vault) -> None:
    clock = Clock()
    own = issuer(store, vault, clock)
    await minted(own)
    clock.advance(90 * 24 * 3600 + 1)
    first = await minted(own)
    assert len((await own.published())["keys"]) == 2
    clock.advance(15 * 60)
    assert (await minted(own)).split(".")[0] != first.split(".")[0]


async def test_what_another_vault_sealed_signs_nothing_here(store: Store, vault: Vault) -> None:
    clock = Clock()
    stranger = issuer(store, Vault(["somebody else's key, of 32 letters"]), clock)
    forged = await minted(stranger)
    own = issuer(store, vault, clock)
    await minted(own)
    with pytest.raises(InvalidToken):
        await verifier(own, clock).verify(forged)


async def test_what_our_keys_sign_speaks_for_nobody_but_integrations(store: Store, vault: Vault) -> None:
    clock = Clock()
    own = issuer(store, vault, clock)
    header, payload, _ = (await minted(own)).split(".")
    (kept,) = await signing_keys(store, vault)
    key, claims = OKPKey.import_key(orjson.loads(kept.private)), orjson.loads(decoded(payload))
    person = claims | {"sub": "ada", "email": "ada@example.com", "email_verified": True}
    verify = verifier(own, clock)
    assert await verify.verify(compact(orjson.loads(decoded(header)), claims, key, "Ed25519"))
    with pytest.raises(InvalidToken):
        await verify.verify(compact(orjson.loads(decoded(header)), person, key, "Ed25519"))


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
