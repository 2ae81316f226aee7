"""The platform over HTTP: one POST for an account, which may be repeated."""

from dataclasses import asdict
from typing import Any

import httpx2
import orjson

from domain.ports import AccountDeclined, AccountOpened, AccountWanted

_SECONDS = 10.0
_MOST_BYTES = 64 * 1024
_MOST_NUMBER, _MOST_REASON = 40, 300
# It has understood, and the answer is no; whatever else it answers may be different next time.
_NO = frozenset({409, 422})


class UnexpectedAnswer(LookupError):
    """The platform answered something that settles nothing."""


class PlatformAccounts:
    """Asks at one address, with a bearer token if there is one; docs/ports.md has the form."""

    def __init__(self, url: str, token: str | None, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self._url = url
        headers = {"accept-encoding": "identity"} | ({"authorization": f"Bearer {token}"} if token else {})
        self._client = httpx2.AsyncClient(timeout=_SECONDS, headers=headers, transport=transport)

    async def open(self, wanted: AccountWanted) -> AccountOpened | AccountDeclined | None:
        """201 or 200: it is there; 202: later; 409 or 422: declined. Raises OSError, TimeoutError and LookupError."""
        try:
            status, said = await self._post(wanted)
        except httpx2.TimeoutException as error:
            raise TimeoutError from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise OSError(type(error).__name__) from error
        if status == httpx2.codes.ACCEPTED:
            return None
        if status in {httpx2.codes.OK, httpx2.codes.CREATED}:
            return AccountOpened(_text(said, "account", _MOST_NUMBER))
        if status in _NO:
            return AccountDeclined(_text(said, "reason", _MOST_REASON))
        raise UnexpectedAnswer(f"status {status}")

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    async def _post(self, wanted: AccountWanted) -> tuple[int, Any]:
        body = {_camel(name): value for name, value in asdict(wanted).items()}
        headers = {"idempotency-key": wanted.reference}
        document = bytearray()
        async with self._client.stream("POST", self._url, json=body, headers=headers) as response:
            async for chunk in response.aiter_bytes():
                document += chunk
                if len(document) > _MOST_BYTES:
                    raise UnexpectedAnswer("too large")
        return response.status_code, _read(bytes(document))


def _read(document: bytes) -> Any:
    try:
        return orjson.loads(document)
    except orjson.JSONDecodeError:
        return None


def _text(said: Any, name: str, most: int) -> str:
    value = said.get(name) if isinstance(said, dict) else None
    if not isinstance(value, str) or not value.strip() or len(value) > most or not value.isprintable():
        raise UnexpectedAnswer(f"no `{name}`")
    return value.strip()


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
