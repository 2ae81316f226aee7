"""The reference: who may read which field, and what a client's access allows; it imports nothing that it judges."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SCOPES = tuple(
    f"{noun}:{verb}"
    for noun, verbs in (
        ("clients", "read"),
        ("bookkeeping", "read"),
        ("billing", "read"),
        ("people", "read write"),
        ("invites", "read write"),
        ("partner", "read"),
        ("audit", "read"),
    )
    for verb in verbs.split()
)


@dataclass(frozen=True)
class Asker:
    """A kind of caller: O, A, B, V for colleagues, P a person without a firm, I, X an operator, - for nobody."""

    letter: str
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Who:
    """One line of the table."""

    letters: str
    scope: str = ""
    needs: str = ""

    @property
    def is_gated(self) -> bool:
        """Whether somebody can be denied the field; the rest is decided by who sees its object."""
        return self.letters not in ("seen", "anyone")

    def denies(self, asker: Asker) -> str | None:
        """The factor for which a caller is denied, whatever the client; None for whoever may."""
        if not self.is_gated:
            return None
        if asker.letter == "-":
            return "AUTHENTICATION"
        if self.letters == "signed-in":
            return None
        if self.letters == "operators":
            return None if asker.letter == "X" else "SCOPE"
        if asker.letter == "X":
            return "MEMBERSHIP"
        if asker.letter == "P":
            return "MEMBERSHIP"
        if asker.letter == "I":
            return None if self.scope in asker.scopes else "SCOPE"
        return None if asker.letter in self.letters else "ROLE"


# Who may change each factor, as an answer names them.
CHANGED_BY = {
    "AUTHENTICATION": "you",
    "MEMBERSHIP": "you",
    "ROLE": "an admin of the firm",
    "SCOPE": "an admin of the firm",
    "CONNECTION": "the client's admin",
    "POWER_OF_ATTORNEY": "the client's admin",
    "LEVEL": "the client's admin",
    "GRANT": "the client's admin",
}


def changed_by(who: Who, asker: Asker, factor: str) -> str:
    """Who may change a factor; what is between the platform and its operators is no firm's to change."""
    of_platform = who.letters == "operators" or asker.letter == "X"
    return "the operator" if of_platform and factor != "AUTHENTICATION" else CHANGED_BY[factor]


# For whom the objects of a type exist, by whatever way.
SEEN_BY = {
    "Partner": Who("OABV", "partner:read"),
    "Client": Who("OABV", "clients:read"),
    "Colleague": Who("OABV", "people:read"),
    "Team": Who("OABV", "people:read"),
    "Assignment": Who("OABV", "people:read"),
    "Invoice": Who("OABV", "billing:read"),
    "GrantRequest": Who("OABV", "clients:read"),
    "ClientNote": Who("OABV", "clients:read"),
    "ClientInvite": Who("OABV", "invites:read"),
    "InboundInvite": Who("OA"),
    "ColleagueInvite": Who("OA"),
    "Integration": Who("OA"),
    "Referral": Who("OA"),
    "Webhook": Who("OA"),
    "PartnerApplication": Who("operators"),
    "Course": Who("OABV", "people:read"),
    "Lesson": Who("OABV", "people:read"),
    "Resource": Who("OABV"),
    # The bookkeeper's own.
    "Enrolment": Who("OAB"),
    "Certificate": Who("OABV", "people:read"),
}

# A caller is one of three things, and the others are empty; an explanation is for some.
SPEAKS_AS = {
    # Admins ask about anybody; the one who is asked about is the bookkeeper.
    "Query.accessExplanation": "OAB",
    "Viewer.person": "OABVP",
    "Viewer.colleague": "OABV",
    "Viewer.integration": "I",
    "Viewer.memberships": "OABV",
}

EVERY_LEVEL = tuple(
    "SEE_EXPENSES EDIT_EXPENSES EXPORT_EXPENSES MANAGE_ACCOUNTING MANAGE_COMPANY HELP_VERIFICATION SEE_BALANCES "
    "MOVE_MONEY".split()
)
ONLY_EXTENDED = ("MANAGE_USERS", "ORDER_CARDS", "SET_SPENDING_LIMITS", "MANAGE_VENDOR_CARDS")
GRANTS = ("MANAGE_TRANSFER_RULES", "SEND_REIMBURSEMENTS", "PAY_INVOICES")


@dataclass(frozen=True)
class Account:
    """What a client lets the firm do."""

    status: str
    has_poa: bool
    level: str
    grants: frozenset[str]

    def lacks(self, capability: str) -> str | None:
        """The factor that a capability lacks; None when it is held."""
        if self.status == "DISCONNECTED":
            return "CONNECTION"
        if self.status == "SUSPENDED" or not self.has_poa:
            return "POWER_OF_ATTORNEY"
        if capability in GRANTS:
            return None if capability in self.grants else "GRANT"
        return "LEVEL" if capability in ONLY_EXTENDED and self.level != "EXTENDED" else None

    @property
    def allows(self) -> list[str]:
        """Every capability held, in the product's order."""
        return [name for name in (*EVERY_LEVEL, *ONLY_EXTENDED, *GRANTS) if self.lacks(name) is None]


def _read(text: str) -> dict[str, dict[str, Who]]:
    table: dict[str, dict[str, Who]] = {}
    fields: dict[str, Who] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            fields = table[line.strip()] = {}
            continue
        said, _, names = line.strip().rpartition(": ")
        fields |= {name: _who(said) for name in names.split()}
    return table


def _who(said: str) -> Who:
    letters, *more = said.split()
    scope = next((word for word in more if not word.startswith("@")), "")
    return Who(letters, scope, next((word[1:] for word in more if word.startswith("@")), ""))


TABLE: Mapping[str, Mapping[str, Who]] = _read(Path(__file__).with_name("table.txt").read_text())
