"""Inputs of connections: answering companies that come by themselves, connect links, disconnecting."""

import strawberry

from domain.vocabulary import AccessLevel, CompanySize, Grant
from resolvers.inputs.ids import id_of

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_DRY = "Check everything, change nothing."
_VERSION = "Only if it still has this version; otherwise CONFLICT."


@strawberry.input(description="The firm takes a company on that came by itself.")
class AcceptInboundInviteInput:
    invite_id: strawberry.ID = strawberry.field(description="The inbound invite.")
    assign_self: bool = strawberry.field(default=False, description="Work on the client yourself.")
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="The firm turns a company down that came by itself.")
class DeclineInboundInviteInput:
    invite_id: strawberry.ID = strawberry.field(description="The inbound invite.")
    reason: str | None = strawberry.field(
        default=None, description="Why, at most 500 characters; the company is told it."
    )
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="A link for a company that is on the platform already.")
class CreateConnectLinkInput:
    company_name: str = strawberry.field(description="The company, at most 200 characters.")
    country: str = strawberry.field(description="Where it is registered: ISO 3166-1 alpha-2, such as `DK`.")
    registration_number: str = strawberry.field(description="Its number in the register.")
    company_size: CompanySize = strawberry.field(description="Number of employees.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="The company's admin lets the firm in, if the firm takes the company on.")
class ConnectFirmInput:
    token: str = strawberry.field(description="The token at the end of the link.")
    name: str = strawberry.field(description="The admin's name, at most 200 characters.")
    email: str = strawberry.field(description="Their e-mail address; the firm's answer goes there.")
    phone: str | None = strawberry.field(default=None, description="Their mobile number.")
    message: str | None = strawberry.field(default=None, description="For the firm, at most 2000 characters.")
    level: AccessLevel = strawberry.field(description="What the firm may do in the account; can be changed later.")
    grant_power_of_attorney: bool = strawberry.field(description="Must be true: without it no firm can be let in.")
    grants: list[Grant] = strawberry.field(default_factory=list, description="What the firm may do beyond the level.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="The firm stops looking after a client, for good.")
class DisconnectClientInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    reason: str | None = strawberry.field(
        default=None, description="Why, at most 500 characters; the client is told it."
    )
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(
        default=False, description="Change nothing; the answer lists what would end."
    )
