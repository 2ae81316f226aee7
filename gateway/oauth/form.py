"""The form of a token request: each parameter once, none beside the body, of bounded size."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from gateway.http.body import read_body
from gateway.oauth.refusal import TokenRefused, invalid_request

MOST_BYTES = 16_384
_MEDIA_TYPE = "application/x-www-form-urlencoded"
_MOST_PARAMETERS = 20


async def read_form(request: Request) -> dict[str, str]:
    """The parameters that have a value; raises TokenRefused, and HttpError for a body that is too long or slow."""
    kinds = request.headers.getlist("content-type")
    if len(kinds) != 1 or kinds[0].split(";")[0].strip().lower() != _MEDIA_TYPE:
        raise TokenRefused("invalid_request", f"Send the parameters as {_MEDIA_TYPE}.", 415)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise TokenRefused("invalid_request", "Send the body without compression.", 415)
    if request.url.query:
        raise invalid_request("Send all parameters in the body: addresses end up in logs.")
    return parse_form(await read_body(request.receive, MOST_BYTES))


def parse_form(raw: bytes) -> dict[str, str]:
    """The parameters of a body; raises TokenRefused."""
    try:
        text = raw.decode("ascii")
        pairs = parse_qsl(
            text, keep_blank_values=True, strict_parsing=bool(text), errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except ValueError:
        raise invalid_request(f"The body is not {_MEDIA_TYPE}, or has too many parameters.") from None
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            raise invalid_request("A parameter is given more than once; send each once.")
        if not value.isprintable():
            raise invalid_request("A parameter has characters that cannot be printed.")
        given[name] = value
    # A parameter without a value counts as left out (RFC 6749, section 3.2).
    return {name: value for name, value in given.items() if value}
