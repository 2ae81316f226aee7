"""An issuer of our own, for development: its key is generated once and its tokens pass the same verification."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, KeySetSerialization, OKPKey

from gateway.settings import SettingsError, read_or_create
from gateway.tokens.key_set import pick

ALGORITHM = "Ed25519"


class LocalIssuer:
    """Mints access tokens (RFC 9068) with one Ed25519 key and is the source of that key's public half."""

    def __init__(self, key: OKPKey, issuer: str, audience: str) -> None:
        key.ensure_kid()
        self.issuer, self.audience = issuer, audience
        self._key = key
        self._published = KeySet([OKPKey.import_key(key.as_dict(private=False))])

    @classmethod
    def load_or_create(cls, data_dir: Path, issuer: str, audience: str) -> Self:
        """Use the key kept in `data_dir` (mode 0600), generating it at the first start; raises `SettingsError`."""
        path = data_dir / "issuer-key.json"
        try:
            return cls(OKPKey.import_key(orjson.loads(read_or_create(path, _new_key))), issuer, audience)
        except OSError as error:
            raise SettingsError(
                [f"GATEWAY_DATA_DIR: {path} cannot be read or written; name a directory this user may write to."]
            ) from error
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise SettingsError(
                [f"GATEWAY_DATA_DIR: {path} is not a key; delete the file to generate it anew."]
            ) from error

    def mint(
        self,
        subject: str,
        *,
        email: str | None = None,
        name: str | None = None,
        scopes: Iterable[str] = (),
        client_id: str | None = None,
        lifetime: timedelta = timedelta(hours=12),
        now: datetime | None = None,
    ) -> str:
        """Sign an access token; an `email` counts as verified, and `client_id == subject` makes a machine token."""
        issued_at = now or datetime.now(UTC)
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": subject,
            "iat": int(issued_at.timestamp()),
            "exp": int((issued_at + lifetime).timestamp()),
            "jti": str(uuid.uuid4()),
            "scope": " ".join(sorted(scopes)),
        }
        claims |= {"email": email, "email_verified": True} if email else {}
        claims |= {"name": name} if name else {}
        claims |= {"client_id": client_id} if client_id else {}
        header = {"alg": ALGORITHM, "typ": "at+jwt", "kid": self._key.kid}
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])

    def published(self) -> KeySetSerialization:
        """Give the public key as a key set (JWKS), for others who want to verify."""
        return self._published.as_dict()

    async def find(self, kid: str, algorithm: str) -> Key | None:
        """Give the public key if it is the one asked for."""
        return pick(self._published, kid, algorithm)

    async def aclose(self) -> None:
        """Hold nothing, release nothing."""


def _new_key() -> str:
    key = OKPKey.generate_key("Ed25519", parameters={"use": "sig", "alg": ALGORITHM}, auto_kid=True)
    return orjson.dumps(key.as_dict(private=True)).decode()
