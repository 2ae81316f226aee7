"""Inputs of integrations: what they may do, their secrets and keys."""

from datetime import datetime

import strawberry

from domain.vocabulary import Scope
from resolvers.inputs.ids import id_of

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_DRY = "Check everything, change nothing."
_ONE = id_of("integration")
_VERSION = "Only if the integration still has this version; otherwise CONFLICT."
_SCOPES = "What it may do; at least one."
_CLIENTS = "It sees only these up to 250 clients, and may only read; "


@strawberry.input(description="A new integration, which signs in at `/oauth/token`.")
class CreateIntegrationInput:
    name: str = strawberry.field(
        description="At most 100 characters, unlike the name of any other; case and accents do not tell names apart."
    )
    scopes: list[Scope] = strawberry.field(description=_SCOPES)
    client_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description=_CLIENTS + "left out, it sees all."
    )
    expires_at: datetime | None = strawberry.field(default=None, description="When it ends; left out, it does not.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Changes what an integration may do; what is left out stays.")
class UpdateIntegrationInput:
    integration_id: strawberry.ID = strawberry.field(description=_ONE)
    name: str | None = strawberry.field(
        default=None, description="At most 100 characters, unlike any other's; left out, it stays."
    )
    scopes: list[Scope] | None = strawberry.field(default=None, description=_SCOPES + " Left out, they stay.")
    client_ids: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description=_CLIENTS + "left out, they stay; null lets it see all."
    )
    expires_at: datetime | None = strawberry.field(
        default=strawberry.UNSET, description="When it ends; left out, it stays; null: it does not end."
    )
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Gives an integration another secret.")
class RotateIntegrationSecretInput:
    integration_id: strawberry.ID = strawberry.field(description=_ONE)
    overlap_hours: int = strawberry.field(
        default=24,
        description="How long the secret before stays good, 0 to 168. 0 ends it and all tokens at once; so does "
        "rotating while the integration is disabled.",
    )
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="Switches an integration off.")
class DisableIntegrationInput:
    integration_id: strawberry.ID = strawberry.field(description=_ONE)
    if_version: int | None = strawberry.field(default=None, description=_VERSION)


@strawberry.input(description="Switches an integration on again.")
class EnableIntegrationInput:
    integration_id: strawberry.ID = strawberry.field(description=_ONE)
    if_version: int | None = strawberry.field(default=None, description=_VERSION)


@strawberry.input(description="A public key with which an integration signs its assertions (`private_key_jwt`).")
class RegisterIntegrationKeyInput:
    integration_id: strawberry.ID = strawberry.field(description=_ONE)
    jwk: str = strawberry.field(
        description="A public JSON Web Key as JSON: RSA of 2048 to 4096 bits, EC P-256 or P-384, or Ed25519. "
        "Its `kid`, or else its thumbprint (RFC 7638), names it."
    )
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="Forgets a public key; all tokens of the integration end with it.")
class RemoveIntegrationKeyInput:
    integration_id: strawberry.ID = strawberry.field(description=_ONE)
    kid: str = strawberry.field(description="The key's name.")
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
