"""The frames that a server sends, as bytes."""

from struct import pack

from websockets.frames import Close, Frame, Opcode

_LONGEST_REASON_BYTES = 123
PING = bytes((0x89, 0))


def text_frame(*parts: bytes) -> bytes:
    """A text frame of UTF-8 parts; it is written this way, since it is the one that is sent thousands of times."""
    length = sum(map(len, parts))
    if length < 126:
        head = bytes((0x81, length))
    elif length < 65_536:
        head = pack("!BBH", 0x81, 126, length)
    else:
        head = pack("!BBQ", 0x81, 127, length)
    return b"".join((head, *parts))


def close_frame(code: int, reason: str) -> bytes:
    """A close frame; a reason that is too long for one is cut."""
    fits = reason.encode()[:_LONGEST_REASON_BYTES].decode(errors="ignore")
    return Frame(Opcode.CLOSE, Close(code, fits).serialize()).serialize(mask=False)
