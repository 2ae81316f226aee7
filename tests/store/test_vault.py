"""Secrets of links: sealed for the mail, hashed in the store, signed in cursors, through a change of keys."""

import base64

import pytest

from store.vault import Vault, new_secret, secret_hash

OLD, NEW, OTHER = ("old key, at least 32 letters long", "new key, at least 32 letters long", "key of another server")


def test_what_was_sealed_comes_back() -> None:
    vault = Vault([OLD])
    assert vault.unseal(vault.seal("a secret with ø")) == "a secret with ø"


def test_nothing_of_the_secret_shows_and_no_two_seals_are_alike() -> None:
    vault = Vault([OLD])
    first, second = vault.seal("visible"), vault.seal("visible")
    assert first != second
    assert b"visible" not in base64.urlsafe_b64decode(first)


def test_what_the_old_key_sealed_and_signed_holds_until_it_is_taken_away() -> None:
    before, during, after = Vault([OLD]), Vault([NEW, OLD]), Vault([NEW])
    sealed, signature = before.seal("secret"), before.sign(b"cursor")
    assert during.unseal(sealed) == "secret"
    assert during.is_signed(b"cursor", signature)
    assert after.unseal(sealed) is None
    assert not after.is_signed(b"cursor", signature)


def test_the_first_key_seals_and_signs() -> None:
    during, after = Vault([NEW, OLD]), Vault([NEW])
    assert after.unseal(during.seal("secret")) == "secret"
    assert after.is_signed(b"cursor", during.sign(b"cursor"))


@pytest.mark.parametrize(
    "sealed", [b"", b"nonsense", Vault([OTHER]).seal("secret")], ids=["empty", "nonsense", "other"]
)
def test_what_no_key_opens_is_nothing(sealed: bytes) -> None:
    assert Vault([NEW, OLD]).unseal(sealed) is None


def test_a_seal_that_was_changed_in_any_byte_does_not_open() -> None:
    vault = Vault([OLD])
    sealed = vault.seal("secret")
    raw = base64.urlsafe_b64decode(sealed)
    changed = [raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :] for place in range(len(raw))]
    assert {vault.unseal(base64.urlsafe_b64encode(each)) for each in changed} == {None}


@pytest.mark.parametrize("message", [b"cursos", b"", b"cursor "])
def test_a_signature_is_good_for_its_message_alone(message: bytes) -> None:
    vault = Vault([OLD])
    assert not vault.is_signed(message, vault.sign(b"cursor"))


@pytest.mark.parametrize(
    "signature", [b"", b"x" * 16, Vault([OTHER]).sign(b"cursor"), Vault([OLD]).sign(b"cursor")[:15]]
)
def test_other_signatures_are_refused(signature: bytes) -> None:
    assert not Vault([OLD]).is_signed(b"cursor", signature)


def test_secrets_carry_256_bits_and_never_repeat() -> None:
    secrets = {new_secret() for _ in range(1000)}
    assert len(secrets) == 1000
    assert {len(base64.urlsafe_b64decode(secret + "=")) for secret in secrets} == {32}


def test_a_hash_takes_any_text_that_a_stranger_may_send() -> None:
    hashes = {secret_hash(text) for text in ("", "secret", "Secret", "ø", "\ud800", "\x00")}
    assert len(hashes) == 6
    assert {len(each) for each in hashes} == {32}
