"""Invites, and where they stand."""

from domain.vocabulary.word import Word


class InviteKind(Word):
    """Who is invited, and by whom."""

    CLIENT = "CLIENT"
    INBOUND = "INBOUND"
    COLLEAGUE = "COLLEAGUE"


class InviteStatus(Word):
    """The states of every kind of invite; the machines in `domain.invite` say which apply."""

    SENT = "SENT"
    RECEIVED = "RECEIVED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    BOUNCED = "BOUNCED"
    WITHDRAWN = "WITHDRAWN"
