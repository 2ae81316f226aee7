"""What the factories give back: the ids and facts by which tests speak of things."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from domain.access import Identity, Viewer, ViewerKind
from domain.ids import IdKind, encode
from domain.vocabulary import Role, Scope

ISSUER = "https://id.example.com"


@dataclass(frozen=True, slots=True)
class Thing:
    """Anything with an id; `public_id` is what the API calls it."""

    kind: ClassVar[IdKind]
    id: UUID

    @property
    def public_id(self) -> str:
        """The id as clients of the API know it."""
        return encode(self.kind, self.id)


@dataclass(frozen=True, slots=True)
class Colleague(Thing):
    """A person in a firm."""

    kind: ClassVar[IdKind] = IdKind.COLLEAGUE
    partner_id: UUID
    name: str
    email: str
    role: Role
    identity: Identity

    @property
    def viewer(self) -> Viewer:
        """The colleague as a caller, the way a sign-in would find it."""
        return Viewer(
            ViewerKind.COLLEAGUE, self.identity, partner_id=self.partner_id, colleague_id=self.id, role=self.role
        )


@dataclass(frozen=True, slots=True)
class Client(Thing):
    """A client of a firm."""

    kind: ClassVar[IdKind] = IdKind.CLIENT
    partner_id: UUID
    name: str
    currency: str


@dataclass(frozen=True, slots=True)
class Team(Thing):
    """A team of a firm."""

    kind: ClassVar[IdKind] = IdKind.TEAM
    name: str


@dataclass(frozen=True, slots=True)
class Assignment(Thing):
    """A colleague's work on a client."""

    kind: ClassVar[IdKind] = IdKind.ASSIGNMENT


@dataclass(frozen=True, slots=True)
class Invite(Thing):
    """An invite of any kind; `colleague_id` only where a colleague was invited."""

    kind: ClassVar[IdKind] = IdKind.INVITE
    email: str
    colleague_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Invoice(Thing):
    """An invoice to a client."""

    kind: ClassVar[IdKind] = IdKind.INVOICE
    number: str


@dataclass(frozen=True, slots=True)
class Integration(Thing):
    """A machine client of a firm."""

    kind: ClassVar[IdKind] = IdKind.INTEGRATION
    partner_id: UUID
    client_id: str
    scopes: frozenset[Scope]
    identity: Identity
    is_restricted: bool = False

    @property
    def viewer(self) -> Viewer:
        """The integration as a caller, the way a sign-in would find it."""
        return Viewer(
            ViewerKind.INTEGRATION,
            self.identity,
            partner_id=self.partner_id,
            integration_id=self.id,
            scopes=self.scopes,
            is_restricted=self.is_restricted,
        )


@dataclass(frozen=True, slots=True)
class Webhook(Thing):
    """Where an integration is told of events."""

    kind: ClassVar[IdKind] = IdKind.WEBHOOK


@dataclass(frozen=True, slots=True)
class Delivery(Thing):
    """What a webhook was, or is to be, sent."""

    kind: ClassVar[IdKind] = IdKind.DELIVERY


@dataclass(frozen=True, slots=True)
class GrantRequest(Thing):
    """What the firm asks of a client, or a client offers."""

    kind: ClassVar[IdKind] = IdKind.GRANT_REQUEST


@dataclass(frozen=True, slots=True)
class Note(Thing):
    """A note on a client."""

    kind: ClassVar[IdKind] = IdKind.NOTE


@dataclass(frozen=True, slots=True)
class Referral(Thing):
    """A firm or company that a firm has recommended the platform to."""

    kind: ClassVar[IdKind] = IdKind.REFERRAL


@dataclass(frozen=True, slots=True)
class Enrolment(Thing):
    """A colleague's course."""

    kind: ClassVar[IdKind] = IdKind.ENROLMENT


@dataclass(frozen=True, slots=True)
class Certificate(Thing):
    """A colleague's certificate."""

    kind: ClassVar[IdKind] = IdKind.CERTIFICATE
    number: str
