"""Every code with which the gateway closes a WebSocket."""

from enum import IntEnum


class CloseCode(IntEnum):
    """A close code, the reason that is sent with it, and what it means to a client."""

    reason: str
    meaning: str

    def __new__(cls, code: int, reason: str = "", meaning: str = "") -> "CloseCode":
        """A code with its words."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.reason, member.meaning = reason, meaning
        return member

    TOO_LARGE = 1009, "Message too large", "A message is larger than `GATEWAY_MAX_MESSAGE_BYTES`."
    INTERNAL = 1011, "Internal error", "Our fault; the reason has a reference to quote. Come back."
    RESTARTING = 1012, "Service restart", "The server stops: come back at once, after the last cursor."
    TRY_AGAIN = 1013, "Try again later", "The database or the token's issuer cannot be reached at the moment."
    BAD_REQUEST = 4400, "Bad request", "Not a message of the protocol; the reason says what is expected."
    UNAUTHORIZED = 4401, "Unauthorized", "No token or not a valid one, or `subscribe` before `connection_ack`."
    FORBIDDEN = 4403, "Forbidden", "Tokens or firms that disagree, another's token as a renewal, or no firm of yours."
    SUBPROTOCOL = 4406, "Subprotocol not acceptable", "Only `graphql-transport-ws` is spoken."
    INIT_TIMEOUT = 4408, "Connection initialisation timeout", "`connection_init` did not come within 5 seconds."
    SUBSCRIBER_EXISTS = 4409, "Subscriber already exists", "An operation with this id is still running."
    TOKEN_EXPIRED = 4419, "Token expired", "Come back with a new token, after the last cursor."
    SLOW_CONSUMER = (
        4420,
        "Slow consumer",
        "You did not read for 10 seconds, or far too slowly. Resume after the cursor.",
    )
    TOO_MANY_SOCKETS = 4421, "Too many sockets", "You have `GATEWAY_MAX_SOCKETS` open at this process; close one first."
    TOO_MANY_MESSAGES = 4422, "Too many messages", "More than 200 within a second."
    TOO_MANY_INITS = 4429, "Too many initialisation requests", "`connection_init` is sent once."
