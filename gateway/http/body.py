"""The body of a request, of bounded size and within a bounded time."""

import asyncio

from starlette.types import Receive

from gateway.http.refusals import HttpError

BODY_SECONDS = 10.0
_CLOSE = {"Connection": "close"}


async def read_body(receive: Receive, most_bytes: int) -> bytes:
    """All of it; raises HttpError (400, 408, 413)."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _whole(receive, most_bytes)
    except TimeoutError:
        raise HttpError(408, f"The body took longer than {BODY_SECONDS:g} seconds.", _CLOSE) from None


async def _whole(receive: Receive, most_bytes: int) -> bytes:
    chunks, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HttpError(400, "The body was cut off.")
        chunk, more = message.get("body", b""), message.get("more_body", False)
        size += len(chunk)
        if size > most_bytes:
            raise HttpError(413, f"The body is larger than {most_bytes} bytes.", _CLOSE)
        chunks.append(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)
