"""Who a request says to come from: by its secret in a header, or by an assertion; nothing of it is believed yet."""

from collections.abc import Mapping

from authlib.oauth2.rfc6749.util import extract_basic_authorization
from starlette.requests import Request

from gateway.oauth.assertion import ASSERTION_TYPE, Assertions
from gateway.oauth.refusal import invalid_client, invalid_request


def client_id_of(request: Request, form: Mapping[str, str], assertions: Assertions) -> str:
    """The client id that a request presents, in one way; raises TokenRefused."""
    given = request.headers.getlist("authorization")
    if "client_secret" in form:
        raise invalid_request("Send the secret by HTTP Basic, not in the body.")
    if len(given) + ("client_assertion" in form) > 1:
        raise invalid_request("Prove who you are in one way, not in several.")
    if not given and "client_assertion" not in form:
        raise invalid_client()
    client_id = _basic(request) if given else _asserted(form, assertions)
    if form.get("client_id", client_id) != client_id:
        raise invalid_request("`client_id` names another client than the one that signs in.")
    return client_id


def _basic(request: Request) -> str:
    try:
        client_id, secret = extract_basic_authorization({"Authorization": request.headers["authorization"]})
    except ValueError:
        raise invalid_client() from None
    if not client_id or not secret or not (client_id + secret).isprintable():
        raise invalid_client()
    return str(client_id)


def _asserted(form: Mapping[str, str], assertions: Assertions) -> str:
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise invalid_request(f"`client_assertion_type` must be {ASSERTION_TYPE}.")
    return assertions.subject(form["client_assertion"])
