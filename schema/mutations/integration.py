"""Integrations, their secrets and keys."""

import strawberry

import resolvers.integrating.changing
import resolvers.integrating.creating
import resolvers.integrating.keys
import resolvers.integrating.secrets
from schema.cost import FREE
from schema.field import change
from schema.payloads.integration import (
    CreateIntegrationPayload,
    DisableIntegrationPayload,
    EnableIntegrationPayload,
    RegisterIntegrationKeyPayload,
    RemoveIntegrationKeyPayload,
    RotateIntegrationSecretPayload,
    UpdateIntegrationPayload,
)
from schema.rules import ADMINS_ONLY


@strawberry.type(directives=FREE)
class IntegrationMutations:
    create_integration: CreateIntegrationPayload | None = change(
        "A new integration, with the secret with which it gets tokens at `/oauth/token`.",
        resolvers.integrating.creating.create_integration,
        rule=ADMINS_ONLY,
    )
    update_integration: UpdateIntegrationPayload | None = change(
        "What an integration may do, from its next request on.",
        resolvers.integrating.changing.update_integration,
        rule=ADMINS_ONLY,
    )
    rotate_integration_secret: RotateIntegrationSecretPayload | None = change(
        "Another secret; the one before stays good for `overlapHours`.",
        resolvers.integrating.secrets.rotate_integration_secret,
        rule=ADMINS_ONLY,
    )
    disable_integration: DisableIntegrationPayload | None = change(
        "Switches an integration off; all its tokens end at once.",
        resolvers.integrating.changing.disable_integration,
        rule=ADMINS_ONLY,
    )
    enable_integration: EnableIntegrationPayload | None = change(
        "Switches an integration on again.", resolvers.integrating.changing.enable_integration, rule=ADMINS_ONLY
    )
    register_integration_key: RegisterIntegrationKeyPayload | None = change(
        "A public key, so that the integration can sign in without a secret (`private_key_jwt`).",
        resolvers.integrating.keys.register_integration_key,
        rule=ADMINS_ONLY,
    )
    remove_integration_key: RemoveIntegrationKeyPayload | None = change(
        "Forgets a public key; all tokens of the integration end at once.",
        resolvers.integrating.keys.remove_integration_key,
        rule=ADMINS_ONLY,
    )
