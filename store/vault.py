"""Secrets of links: 256 random bits, of which the store keeps a hash; the copy for the mail is sealed."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESSIV


def new_secret() -> str:
    """A new secret of 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def secret_hash(secret: str) -> bytes:
    """What the store keeps of a secret (SHA-256; a full-entropy secret needs no slow hash)."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


class Vault:
    """Seals and signs with the server's keys: the first key seals, all of them open."""

    def __init__(self, keys: Sequence[str]) -> None:
        derived = [hashlib.sha256(b"seal|" + key.encode()).digest() for key in keys]
        self._box = MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
        self._signing = [hashlib.sha256(b"sign|" + key.encode()).digest() for key in keys]
        self._hiding = [AESSIV(hashlib.sha256(b"hide|" + key.encode()).digest()) for key in keys]

    def seal(self, secret: str) -> bytes:
        """Encrypts a secret for the mail queue."""
        return self._box.encrypt(secret.encode())

    def unseal(self, sealed: bytes) -> str | None:
        """The sealed secret; None when no present key opens it."""
        try:
            return self._box.decrypt(sealed).decode()
        except InvalidToken:
            return None

    def sign(self, message: bytes) -> bytes:
        """A 16 byte signature with the first key."""
        return self._mac(self._signing[0], message)

    def is_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether any present key made the signature."""
        return any(hmac.compare_digest(self._mac(key, message), signature) for key in self._signing)

    def hide(self, message: bytes, binding: bytes) -> bytes:
        """Encrypts and signs, the same each time, a message (not empty) that only `binding` opens."""
        return self._hiding[0].encrypt(message, [binding])

    def find(self, hidden: bytes, binding: bytes) -> bytes | None:
        """The hidden message; None when it was not hidden so by any present key."""
        for box in self._hiding:
            try:
                return box.decrypt(hidden, [binding])
            except (InvalidTag, ValueError):
                continue
        return None

    @staticmethod
    def _mac(key: bytes, message: bytes) -> bytes:
        return hmac.new(key, message, hashlib.sha256).digest()[:16]
