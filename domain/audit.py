"""What audit entries say beside what was changed: where it came from, and which of them a client may be shown."""

from dataclasses import dataclass
from typing import Any, Self

from domain.vocabulary import OriginKind

# What the firm does in a client's account or between the two, and whose every word the client's side knows anyway.
# Everything else about a client is the firm's own: notes, tags, snoozes, rules, who works on it, and why.
CLIENTS_PART = frozenset(
    {
        "client.created",
        "client.level_changed",
        "client.grants_changed",
        "client.poa_granted",
        "client.poa_revoked",
        "client.onboarding_changed",
        "client.disconnected",
        "client_account.opened",
        "client_account.entered",
        "client_account.money_opened",
        "client_account.money_entered",
        "client_invite.accepted",
        "inbound_invite.accepted",
        "grant_request.sent",
        "grant_request.offered",
        "grant_request.granted",
        "grant_request.declined",
        "grant_request.cancelled",
        "grant_request.expired",
        "grant_request.revoked",
    }
)
_LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change came from: by which way in, and for requests from which address and with which program."""

    kind: OriginKind
    address: str | None = None
    user_agent: str | None = None

    @classmethod
    def of_request(cls, kind: OriginKind, address: str | None, user_agent: str | None) -> Self:
        """Of a request; what its program says of itself is cut at 200 letters that can be seen."""
        shown = "".join(letter if letter.isprintable() else " " for letter in user_agent or "").strip()
        return cls(kind, address, shown[:_LONGEST_AGENT] or None)

    def to_json(self) -> dict[str, Any]:
        """As it is stored; what is not known is left out."""
        named = {"kind": self.kind.value, "address": self.address, "userAgent": self.user_agent}
        return {name: value for name, value in named.items() if value is not None}
