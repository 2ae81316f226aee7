"""What a client presents to prove who it is: its secret in a header, or an assertion that it signed."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from starlette.requests import Request

from gateway.oauth.assertion import Assertion, read_assertion
from gateway.oauth.refusal import invalid_client, invalid_request

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_BASIC = re.compile(r"[A-Za-z0-9+/]+={0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Presented:
    """Who somebody says to be, and the proof: one of `secret` and `assertion`."""

    client_id: str
    secret: str | None = None
    assertion: Assertion | None = None


def read_presented(request: Request, form: Mapping[str, str]) -> Presented:
    """What a request presents, not yet believed; raises TokenRefused."""
    given = request.headers.getlist("authorization")
    if "client_secret" in form:
        raise invalid_request("Send the secret by HTTP Basic, not in the body.")
    if len(given) + ("client_assertion" in form) > 1:
        raise invalid_request("Prove who you are in one way, not in several.")
    if not given and "client_assertion" not in form:
        raise invalid_client()
    presented = _basic(given[0]) if given else _asserted(form)
    if form.get("client_id", presented.client_id) != presented.client_id:
        raise invalid_request("`client_id` names another client than the one that signs in.")
    return presented


def _basic(header: str) -> Presented:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic" or not _BASIC.fullmatch(encoded.strip()):
        raise invalid_client()
    try:
        pair = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
        name, colon, secret = pair.partition(":")
        client_id, secret = unquote_plus(name, errors="strict"), unquote_plus(secret, errors="strict")
    except ValueError:
        raise invalid_client() from None
    if not colon or not client_id or not secret or not (client_id + secret).isprintable():
        raise invalid_client()
    return Presented(client_id, secret=secret)


def _asserted(form: Mapping[str, str]) -> Presented:
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise invalid_request(f"`client_assertion_type` must be {ASSERTION_TYPE}.")
    assertion = read_assertion(form["client_assertion"])
    return Presented(assertion.client_id, assertion=assertion)
