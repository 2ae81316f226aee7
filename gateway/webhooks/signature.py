"""Signatures of Standard Webhooks: over id, moment and body, by each secret that is good at the moment."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from resolvers.webhooks.secret import PREFIX

AGENT = "Partner-Gateway-Webhooks/1"


def headers_of(id: str, body: bytes, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """The headers of a delivery; during an overlap of secrets there are two signatures, with a space between."""
    seconds = str(int(now.timestamp()))
    signed = f"{id}.{seconds}.".encode() + body
    return {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(_signature(secret, signed) for secret in secrets),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
