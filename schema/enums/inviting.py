"""Invites, and where they stand, described."""

from domain import vocabulary as words
from schema.enums.describe import describe

describe(
    words.InviteKind,
    "Who is invited, and by whom.",
    CLIENT="A new client, by the firm.",
    INBOUND="The firm, by a client on the platform.",
    COLLEAGUE="A colleague, by the firm.",
)
describe(
    words.InviteStatus,
    "Where an invite stands.",
    SENT="Mailed, no answer yet.",
    RECEIVED="Came in, no answer yet.",
    ACCEPTED="The answer was yes.",
    DECLINED="The answer was no.",
    CANCELLED="Taken back by the firm.",
    EXPIRED="Too late to answer.",
    BOUNCED="The mail could not be delivered.",
    WITHDRAWN="Taken back by the client.",
)
