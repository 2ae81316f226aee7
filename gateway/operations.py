"""Operations from whichever way they come in: who asks, with which document, and the one engine that runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graphql import OperationDefinitionNode, OperationType

from domain.catalogue import Catalogue
from domain.errors import ErrorCode, RequestError
from domain.ports import (
    NO_LETTERS,
    NO_REGISTER,
    NO_WEBHOOKS,
    CompanyRegister,
    KeptLetters,
    PlatformDirectory,
    WebhookRules,
)
from execution.document import Prepared, Price
from execution.engine import Engine
from gateway.asked import Asked
from gateway.budgets import Account, Budgets, budget_headers
from gateway.doorkeeper import Door
from gateway.problems import denial_errors, reference
from gateway.signing_in import SignedIn, partner_required, sign_in
from gateway.streams import OpenStream, Sink, Streams
from gateway.tokens import Verifier
from gateway.tokens.own import OwnIssuer
from gateway.trusted import Trusted
from gateway.usage import Usage
from resolvers.context import Context, Links
from schema.access import needs_firm, needs_token
from store.engine import Store
from store.vault import Vault


@dataclass(frozen=True, slots=True)
class Reserved:
    """What an operation may cost at the most, and from whose budget that was taken."""

    price: Price
    account: Account | None

    def headers(self) -> dict[str, str]:
        """What is told of the budget as it is now."""
        return budget_headers(self.account.budget) if self.account else {}


@dataclass(frozen=True)
class Operations:
    """Everything that an operation needs beside what asks for it."""

    store: Store
    vault: Vault
    verifier: Verifier
    # Whose tokens integrations get here.
    issuer: OwnIssuer
    engine: Engine
    trusted: Trusted
    links: Links
    clock: Callable[[], datetime]
    catalogue: Catalogue
    directory: PlatformDirectory
    budgets: Budgets
    door: Door
    usage: Usage
    # Whether answers may tell of the schema what was not asked for.
    suggests: bool = False
    register: CompanyRegister = NO_REGISTER
    # Whether the platform can be asked for firms' own accounts.
    opens_accounts: bool = False
    webhooks: WebhookRules = NO_WEBHOOKS
    letters: KeptLetters = NO_LETTERS
    # What runs subscriptions, where something follows the events.
    streams: Streams | None = None

    async def sign_in(self, token: str | None, partner: str | None) -> SignedIn:
        """Who calls; raises InvalidToken, StoreFault, and RequestError (NOT_A_MEMBER)."""
        return await sign_in(self.store, self.vault, self.verifier, self.clock(), token, partner)

    def document(self, asked: Asked, signed_in: SignedIn) -> Prepared:
        """The document asked for; raises DocumentRefused, and RequestError where it is not a trusted one."""
        if asked.document_id is not None and not asked.query:
            return self.trusted.named(asked.document_id)
        known = self.trusted.same_as(asked.query)
        if known is not None:
            return known
        if self.trusted.only and not signed_in.viewer.is_machine:
            message = "Only trusted documents are accepted here: send the `documentId` of one."
            raise RequestError(ErrorCode.TRUSTED_DOCUMENT_REQUIRED, message)
        return self.engine.documents.prepare(asked.query)

    def admit(self, prepared: Prepared, operation: OperationDefinitionNode, signed_in: SignedIn) -> None:
        """Refuses what cannot succeed before anything runs; raises RequestError."""
        fields = prepared.root_fields(operation)
        if signed_in.viewer.identity is None and needs_token(operation.operation.value, fields):
            raise RequestError(ErrorCode.UNAUTHENTICATED, "Send an access token: `Authorization: Bearer ...`.")
        if signed_in.must_choose and needs_firm(operation.operation.value, fields):
            raise partner_required(signed_in.memberships)

    async def open(self, prepared: Prepared, asked: Asked, signed_in: SignedIn, sink: Sink) -> OpenStream:
        """Starts a subscription that was admitted, at the price of one event; raises what `Streams.open` raises."""
        assert self.streams is not None, "the schema has no subscriptions without streams"
        await self.reserve(prepared, asked, signed_in)
        return await self.streams.open(prepared, asked, signed_in, sink, after=asked.after)

    async def reserve(self, prepared: Prepared, asked: Asked, signed_in: SignedIn) -> Reserved:
        """Takes what an operation may cost from the caller's budget; raises RequestError, and DocumentRefused."""
        price = prepared.price(prepared.operation(asked.operation_name), asked.variables)
        account = await self.budgets.reserve(signed_in.viewer, 1 if asked.check else price.estimated)
        self.usage.note(signed_in.viewer, prepared.deprecated)
        return Reserved(price, account)

    async def run(
        self, prepared: Prepared, asked: Asked, signed_in: SignedIn, reserved: Reserved | None = None
    ) -> dict[str, Any]:
        """The response of an operation that was admitted; what it may cost is reserved now, if it was not before."""
        of = reserved or await self.reserve(prepared, asked, signed_in)
        context = Context(
            store=self.store,
            vault=self.vault,
            links=self.links,
            viewer=signed_in.viewer,
            now=self.clock(),
            reference=reference(),
            memberships=signed_in.memberships,
            catalogue=self.catalogue,
            directory=self.directory,
            register=self.register,
            webhooks=self.webhooks,
            letters=self.letters,
            door=self.door.for_address(asked.address),
            suggests=self.suggests,
            opens_accounts=self.opens_accounts,
            budget=of.account.budget if of.account else None,
        )
        try:
            response = await self._run_or_check(prepared, asked, context, of.price)
        finally:
            await context.reader.close()
        if of.account is not None:
            await of.account.settle(response)
        return self.engine.with_errors(response, denial_errors(context.denials))

    async def _run_or_check(self, prepared: Prepared, asked: Asked, context: Context, price: Price) -> dict[str, Any]:
        if asked.check:
            return self.engine.check(prepared, asked.operation_name, asked.variables, context)
        if prepared.operation(asked.operation_name).operation is OperationType.SUBSCRIPTION:
            message = "A subscription is followed over a WebSocket or server-sent events."
            raise RequestError(ErrorCode.BAD_REQUEST, message)
        name, variables = asked.operation_name, asked.variables
        return await self.engine.run(prepared, name, variables, context, strict=asked.strict, price=price)
