"""What the mutations of integrations answer."""

import strawberry

from loaders.integration import integration_by_id
from resolvers.outcome import changed, unsealed
from schema.cost import FREE
from schema.field import field, plain
from schema.integration import Integration
from schema.payload import Payload
from schema.rules import ADMINS_ONLY


def _integration() -> Integration | None:
    found: Integration | None = field(
        "The integration, as it is now.", changed(integration_by_id, "integration"), rule=ADMINS_ONLY, nullable=True
    )
    return found


def _secret() -> str | None:
    shown: str | None = plain(
        "The secret, shown here and never again (but for the same `idempotencyKey`).", unsealed("secret")
    )
    return shown


@strawberry.type(description="The answer to `createIntegration`.", directives=FREE)
class CreateIntegrationPayload(Payload):
    integration: Integration | None = _integration()
    secret: str | None = _secret()


@strawberry.type(description="The answer to `rotateIntegrationSecret`.", directives=FREE)
class RotateIntegrationSecretPayload(Payload):
    integration: Integration | None = _integration()
    secret: str | None = _secret()


@strawberry.type(description="The answer to `updateIntegration`.", directives=FREE)
class UpdateIntegrationPayload(Payload):
    integration: Integration | None = _integration()


@strawberry.type(description="The answer to `disableIntegration`.", directives=FREE)
class DisableIntegrationPayload(Payload):
    integration: Integration | None = _integration()


@strawberry.type(description="The answer to `enableIntegration`.", directives=FREE)
class EnableIntegrationPayload(Payload):
    integration: Integration | None = _integration()


@strawberry.type(description="The answer to `registerIntegrationKey`.", directives=FREE)
class RegisterIntegrationKeyPayload(Payload):
    integration: Integration | None = _integration()


@strawberry.type(description="The answer to `removeIntegrationKey`.", directives=FREE)
class RemoveIntegrationKeyPayload(Payload):
    integration: Integration | None = _integration()
