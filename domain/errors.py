"""Every code that an answer can carry, and the two shapes in which the rules refuse."""

from dataclasses import dataclass, field
from enum import StrEnum


class ErrorCode(StrEnum):
    """Codes in `errors[].extensions.code` and in `userErrors[].code`; closed, documented in the README."""

    BAD_REQUEST = "BAD_REQUEST"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    NOT_A_MEMBER = "NOT_A_MEMBER"
    PARTNER_REQUIRED = "PARTNER_REQUIRED"
    ACCESS_DENIED = "ACCESS_DENIED"
    BAD_INPUT = "BAD_INPUT"
    BAD_CURSOR = "BAD_CURSOR"
    UNAVAILABLE = "UNAVAILABLE"
    TIMEOUT = "TIMEOUT"
    INTERNAL = "INTERNAL"


class UserErrorCode(StrEnum):
    """Codes of expected outcomes that a mutation reports beside its data."""

    NOT_FOUND = "NOT_FOUND"
    ACCESS_DENIED = "ACCESS_DENIED"
    INVALID = "INVALID"
    REQUIRED = "REQUIRED"
    TOO_LONG = "TOO_LONG"
    TOO_MANY = "TOO_MANY"
    DUPLICATE = "DUPLICATE"
    INVALID_EMAIL = "INVALID_EMAIL"
    INVALID_COUNTRY = "INVALID_COUNTRY"
    INVALID_REGISTRATION_NUMBER = "INVALID_REGISTRATION_NUMBER"
    INVITE_ALREADY_OPEN = "INVITE_ALREADY_OPEN"
    ALREADY_A_CLIENT = "ALREADY_A_CLIENT"
    ALREADY_ON_PLATFORM = "ALREADY_ON_PLATFORM"
    ALREADY_A_COLLEAGUE = "ALREADY_A_COLLEAGUE"
    ALREADY_ASSIGNED = "ALREADY_ASSIGNED"
    NOT_ASSIGNED = "NOT_ASSIGNED"
    ASSIGNED_THROUGH_TEAM = "ASSIGNED_THROUGH_TEAM"
    COLLEAGUE_NOT_ACTIVE = "COLLEAGUE_NOT_ACTIVE"
    CLIENT_NOT_CONNECTED = "CLIENT_NOT_CONNECTED"
    POWER_OF_ATTORNEY_MISSING = "POWER_OF_ATTORNEY_MISSING"
    POWER_OF_ATTORNEY_REQUIRED = "POWER_OF_ATTORNEY_REQUIRED"
    WRONG_STATE = "WRONG_STATE"
    LAST_ADMIN = "LAST_ADMIN"
    OWNER_PROTECTED = "OWNER_PROTECTED"
    TOKEN_INVALID = "TOKEN_INVALID"  # noqa: S105
    NAME_TAKEN = "NAME_TAKEN"
    CONFLICT = "CONFLICT"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    SWITCHED_OFF = "SWITCHED_OFF"


@dataclass(frozen=True, slots=True)
class UserError:
    """An expected refusal: which code, in words, and where in the input (`path`, with `row` in bulk)."""

    code: UserErrorCode
    message: str
    path: tuple[str, ...] = ()
    row: int | None = None


class Refused(Exception):
    """One or more expected refusals; a unit of work that meets it leaves nothing behind."""

    def __init__(self, *errors: UserError) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


@dataclass
class RequestError(Exception):
    """A refusal of the whole operation or of one field, told to the client with its code."""

    code: ErrorCode
    message: str
    extensions: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message


def refuse(code: UserErrorCode, message: str, *path: str) -> Refused:
    """The common case of `Refused`: one error at one place of the input."""
    return Refused(UserError(code, message, path))
