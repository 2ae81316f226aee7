"""Every code that an answer can carry, and the two shapes in which the rules refuse."""

from dataclasses import dataclass, field
from enum import StrEnum

from domain.denial import Denial


class ErrorCode(StrEnum):
    """Codes in `errors[].extensions.code`, each with its meaning and the HTTP status it comes with."""

    meaning: str
    status: str

    def __new__(cls, code: str, meaning: str = "", status: str = "") -> "ErrorCode":
        """A code with what it means to a reader."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning, member.status = meaning, status
        return member

    BAD_REQUEST = "BAD_REQUEST", "Not a GraphQL request; the message says what is expected.", "400 and other 4xx"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED", "The document has a syntax error.", "400"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED", "The document does not fit the schema.", "400"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED", "The request is larger, deeper or wider than allowed.", "400"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND", "No trusted document has this id; send its text.", "400"
    TRUSTED_DOCUMENT_REQUIRED = (
        "TRUSTED_DOCUMENT_REQUIRED",
        "People may ask only with trusted documents here: send the `documentId` of one.",
        "400",
    )
    UNAUTHENTICATED = "UNAUTHENTICATED", "No token, or not a valid one.", "401"
    NOT_A_MEMBER = "NOT_A_MEMBER", "`Gateway-Partner` names a firm that is not yours.", "403"
    PARTNER_REQUIRED = "PARTNER_REQUIRED", "You work for several firms: choose one.", "400"
    ACCESS_DENIED = "ACCESS_DENIED", "You may not use this field.", "200 on a field"
    BAD_INPUT = "BAD_INPUT", "A variable or argument has a wrong value.", "400, or 200 on a field"
    BAD_CURSOR = "BAD_CURSOR", "A cursor of another list, filter, order or caller.", "200 on a field"
    RATE_LIMITED = "RATE_LIMITED", "Too much for now; see `Retry-After`.", "429, or 200 on a field"
    UNAVAILABLE = "UNAVAILABLE", "Something behind us cannot be reached; see `Retry-After`.", "503, or 200 on a field"
    TIMEOUT = "TIMEOUT", "It took too long.", "504, or 200 on a field"
    INTERNAL = "INTERNAL", "Our fault; quote the `reference`.", "500, or 200 on a field"


class UserErrorCode(StrEnum):
    """Codes of expected outcomes that a mutation reports beside its data, each with its meaning."""

    meaning: str

    def __new__(cls, code: str, meaning: str = "") -> "UserErrorCode":
        """A code with what it means to a reader."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    NOT_FOUND = "NOT_FOUND", "It does not exist for you."
    ACCESS_DENIED = "ACCESS_DENIED", "You (or the firm, at this client) may not do this."
    INVALID = "INVALID", "The value is not allowed here."
    REQUIRED = "REQUIRED", "The value is missing."
    TOO_LONG = "TOO_LONG", "The text is too long."
    TOO_MANY = "TOO_MANY", "The list is too long."
    LIMIT_REACHED = "LIMIT_REACHED", "Enough of these for now; the message says when there is room again."
    DUPLICATE = "DUPLICATE", "It stands in the list twice."
    INVALID_EMAIL = "INVALID_EMAIL", "Not an e-mail address."
    INVALID_COUNTRY = "INVALID_COUNTRY", "Not a country code (ISO 3166-1)."
    INVALID_REGISTRATION_NUMBER = "INVALID_REGISTRATION_NUMBER", "Not a number of that country's register."
    INVITE_ALREADY_OPEN = "INVITE_ALREADY_OPEN", "An invite to this company is open."
    ALREADY_A_CLIENT = "ALREADY_A_CLIENT", "The company is a client of the firm."
    ALREADY_ON_PLATFORM = "ALREADY_ON_PLATFORM", "The company has an account: it must add the firm itself."
    ALREADY_A_COLLEAGUE = "ALREADY_A_COLLEAGUE", "The person is a colleague, or invited."
    ALREADY_ASSIGNED = "ALREADY_ASSIGNED", "The colleague works on the client."
    NOT_ASSIGNED = "NOT_ASSIGNED", "The colleague does not work on the client."
    ASSIGNED_THROUGH_TEAM = "ASSIGNED_THROUGH_TEAM", "A team keeps the assignment live."
    COLLEAGUE_NOT_ACTIVE = "COLLEAGUE_NOT_ACTIVE", "The colleague is invited only, or has left."
    CLIENT_NOT_CONNECTED = "CLIENT_NOT_CONNECTED", "The client's access is suspended or over."
    POWER_OF_ATTORNEY_MISSING = "POWER_OF_ATTORNEY_MISSING", "The client's power of attorney is missing or revoked."
    POWER_OF_ATTORNEY_REQUIRED = "POWER_OF_ATTORNEY_REQUIRED", "Accepting takes a power of attorney."
    ALREADY_GRANTED = "ALREADY_GRANTED", "The client has granted this already."
    REQUEST_ALREADY_OPEN = (
        "REQUEST_ALREADY_OPEN",
        "Such a request waits for an answer.",
    )
    ALREADY_ENROLLED = "ALREADY_ENROLLED", "The colleague takes the course already."
    NOT_ENROLLED = "NOT_ENROLLED", "You do not take the course: enrol first."
    ALREADY_CERTIFIED = "ALREADY_CERTIFIED", "The certificate holds, and is not due for renewal."
    NO_ATTEMPTS_LEFT = "NO_ATTEMPTS_LEFT", "The quiz was tried too often; the message says when to try again."
    WRONG_STATE = "WRONG_STATE", "Not possible in the present state, which the message names."
    LAST_ADMIN = "LAST_ADMIN", "The firm would be without an owner or admin."
    LAST_OWNER = "LAST_OWNER", "The firm would be without an active owner: make another one first."
    OWNER_PROTECTED = "OWNER_PROTECTED", "Only owners make owners, and only they step down."
    TOKEN_INVALID = "TOKEN_INVALID", "The link is used, expired or wrong."
    NAME_TAKEN = "NAME_TAKEN", "Another one has this name."
    CONFLICT = "CONFLICT", "Somebody else changed it first: look again and retry."
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED", "The key was used with another input."
    INVALID_URL = "INVALID_URL", "Not an address to which webhooks are delivered."
    INVALID_DOCUMENT = "INVALID_DOCUMENT", "The GraphQL document cannot be run; the message says where and why."
    NOT_A_SUBSCRIPTION = "NOT_A_SUBSCRIPTION", "A GraphQL document without a subscription, or with more than one."
    TOO_DEAR = "TOO_DEAR", "The GraphQL document may cost more than is allowed."
    SWITCHED_OFF = "SWITCHED_OFF", "The firm has switched this off."
    NOT_CONFIGURED = "NOT_CONFIGURED", "This installation is not set up for it; the message says what is missing."


@dataclass(frozen=True, slots=True)
class UserError:
    """An expected refusal: which code, in words, and where in the input (`path`, with `row` in bulk).

    `denial` is the right that is missing, where it is one; rows of bulk and remembered answers have none.
    """

    code: UserErrorCode
    message: str
    path: tuple[str, ...] = ()
    row: int | None = None
    denial: Denial | None = None


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


def denied(coordinate: str, denial: Denial) -> RequestError:
    """The refusal of a whole operation for one thing that may not be used."""
    message = f"No access to {coordinate}. {denial.message}"
    return RequestError(ErrorCode.ACCESS_DENIED, message, {"coordinate": coordinate, **denial.told, "count": 1})
