"""Secrets of webhooks, in the form of Standard Webhooks: `whsec_` and random bytes in Base64."""

import base64
import binascii
import secrets

from domain.errors import UserErrorCode
from resolvers.inviting.checks import Checks

PREFIX = "whsec_"
_BYTES = range(24, 65)


def new_webhook_secret() -> str:
    """A new secret of 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def check_secret(checks: Checks, given: str | None) -> None:
    """Notes a secret of somebody's own that is none."""
    if given is None:
        return
    try:
        raw = base64.b64decode(given.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if not given.startswith(PREFIX) or len(raw) not in _BYTES:
        message = "`secret` is `whsec_` and 24 to 64 random bytes in Base64; leave it out to have one made."
        checks.wrong(UserErrorCode.INVALID, message, "secret")
