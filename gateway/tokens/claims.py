"""What a token says about its bearer, and the checks that every claim has the shape and the time it must have."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from gateway.tokens.refusal import InvalidToken

_LAST_SECOND = 253402300799  # 9999-12-31T23:59:59Z, the last that datetime can hold


@dataclass(frozen=True, slots=True)
class Claims:
    """The verified claims of one access token.

    A person is known by `issuer` and `subject` together. `email` is lower-case and only there when the issuer
    vouches for it (`email_verified` is true). A machine token, from the client credentials grant, is one whose
    `client_id` equals its `sub` (RFC 9068, section 2.2); it never carries an e-mail address.
    """

    issuer: str
    subject: str
    email: str | None
    name: str | None
    client_id: str | None
    is_machine: bool
    scopes: frozenset[str]
    expires_at: datetime
    token_id: str | None
    # Only the gateway's own tokens carry one: which of an integration's secrets they come from.
    generation: int | None = None
    # Whether its issuer is one that may give the scope of the platform's operators.
    may_operate: bool = False


def read_claims(payload: Mapping[str, Any], *, audience: str, now: datetime, leeway: timedelta) -> Claims:
    """Check shape, audience and times of a payload; raises `InvalidToken`."""
    if "cnf" in payload:
        raise InvalidToken("cnf: a bound token cannot be used as a bearer token")
    _check_audience(payload.get("aud"), audience)
    subject, client_id = _required(payload, "sub"), _text(payload, "client_id")
    is_machine = client_id == subject
    return Claims(
        issuer=_required(payload, "iss"),
        subject=subject,
        email=_email(payload, is_machine),
        name=_text(payload, "name"),
        client_id=client_id,
        is_machine=is_machine,
        scopes=_scopes(payload),
        expires_at=_check_times(payload, now, leeway),
        token_id=_text(payload, "jti"),
        generation=_generation(payload),
    )


def _check_audience(given: object, expected: str) -> None:
    audiences = [given] if isinstance(given, str) else given
    if not isinstance(audiences, list) or not all(isinstance(each, str) for each in audiences):
        raise InvalidToken("aud: missing or malformed")
    if expected not in audiences:
        raise InvalidToken("aud: another audience")


def _check_times(payload: Mapping[str, Any], now: datetime, leeway: timedelta) -> datetime:
    expires_at = _time(payload, "exp")
    if now >= expires_at + leeway:
        raise InvalidToken("exp: expired")
    if _time(payload, "iat") > now + leeway:
        raise InvalidToken("iat: in the future")
    if "nbf" in payload and _time(payload, "nbf") > now + leeway:
        raise InvalidToken("nbf: not yet valid")
    return expires_at


def _time(payload: Mapping[str, Any], name: str) -> datetime:
    value = payload.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LAST_SECOND - 3600:
        raise InvalidToken(f"{name}: missing or malformed")
    return datetime.fromtimestamp(value, UTC)


def _required(payload: Mapping[str, Any], name: str) -> str:
    text = _text(payload, name)
    if text is None:
        raise InvalidToken(f"{name}: missing")
    return text


def _text(payload: Mapping[str, Any], name: str) -> str | None:
    value = payload.get(name)
    if value is None:
        return None
    # what is not printable (NUL, line breaks) would be trouble in the database and in log lines
    if not isinstance(value, str) or not 0 < len(value) <= 255 or not value.isprintable():
        raise InvalidToken(f"{name}: malformed")
    return value


def _generation(payload: Mapping[str, Any]) -> int | None:
    value = payload.get("generation")
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _email(payload: Mapping[str, Any], is_machine: bool) -> str | None:
    address, verified = _text(payload, "email"), payload.get("email_verified")
    if verified is not None and not isinstance(verified, bool):
        raise InvalidToken("email_verified: malformed")
    if address is None or not verified or is_machine:
        return None
    # lower() folds some foreign letters (the Kelvin sign) into ASCII ones, which would make one address another's
    return address.lower() if address.isascii() else address


def _scopes(payload: Mapping[str, Any]) -> frozenset[str]:
    scope = payload.get("scope", "")
    if not isinstance(scope, str) or not re.fullmatch(r"[\x20-\x21\x23-\x5b\x5d-\x7e]*", scope):
        raise InvalidToken("scope: malformed")
    return frozenset(scope.split())
