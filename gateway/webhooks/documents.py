"""The documents of webhooks: read, judged, and bound to their cursors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, OperationType

from domain.access import Viewer
from domain.errors import ErrorCode, RequestError, UserError, UserErrorCode
from domain.receiver import Network, UnfitAddress, read_receiver
from execution.document import DocumentRefused
from execution.engine import Engine
from execution.subscribing import BEGINNING
from execution.subscriptions import Subscriptions
from gateway.streams.ask import Ask, read_ask
from gateway.streams.cursors import Cursors, binding_of
from schema.access import AnyColleague
from store.outbox import Place

_DOCUMENT, _VARIABLES = ("input", "document"), ("input", "variables")


@dataclass(frozen=True, slots=True)
class Documents:
    """Reads the documents of webhooks, and answers what `domain.ports.WebhookRules` asks."""

    engine: Engine
    subscriptions: Subscriptions
    cursors: Cursors
    opened: Sequence[Network]

    def ask(self, document: str, variables: Mapping[str, Any]) -> Ask:
        """What a webhook asks for; raises DocumentRefused."""
        prepared = self.engine.documents.prepare(document)
        return read_ask(self.subscriptions.read(prepared, None, dict(variables)), strict=False)

    def cursor(self, ask: Ask, viewer: Viewer, place: Place) -> str:
        """The cursor of a place, good for the webhook and for its integration's own subscriptions."""
        return self.cursors.write(binding_of(viewer, ask.subscription), place)

    def unfit_url(self, url: str) -> str | None:
        """As `WebhookRules.unfit_url` says."""
        try:
            read_receiver(url, self.opened)
        except UnfitAddress as unfit:
            return str(unfit)
        return None

    def unfit_document(self, viewer: Viewer, document: str, variables: Mapping[str, Any]) -> Sequence[UserError]:
        """As `WebhookRules.unfit_document` says."""
        try:
            prepared = self.engine.documents.prepare(document)
            if prepared.operation(None).operation is not OperationType.SUBSCRIPTION:
                return [_no_subscription()]
            ask = self.ask(document, variables)
        except DocumentRefused as refused:
            return [_told(error) for error in refused.errors]
        begins = sorted(name for name in BEGINNING if ask.arguments.get(name) not in (None, False))
        if begins:
            message = (
                f"A webhook begins with now; leave {' and '.join(begins)} out, and use `replayWebhook` to go back."
            )
            return [UserError(UserErrorCode.INVALID_DOCUMENT, message, _DOCUMENT)]
        return self._denials(ask, viewer) or _filter(ask, viewer)

    def place(self, viewer: Viewer, document: str, variables: Mapping[str, Any], cursor: str) -> int | None:
        """As `WebhookRules.place` says."""
        try:
            subscription = self.ask(document, variables).subscription
            return self.cursors.read(binding_of(viewer, subscription), cursor).place.position
        except (DocumentRefused, RequestError):
            return None

    def _denials(self, ask: Ask, viewer: Viewer) -> list[UserError]:
        closed = self.subscriptions.closed(ask.subscription, AnyColleague(viewer))
        return [
            UserError(
                UserErrorCode.ACCESS_DENIED,
                f"The integration has no access to {coordinate} ({denial.factor.value}). {denial.message}",
                _DOCUMENT,
                denial=denial,
            )
            for coordinate, denial in sorted(closed.items())
        ]


def _filter(ask: Ask, viewer: Viewer) -> list[UserError]:
    try:
        ask.wanted(viewer)
    except RequestError as refusal:
        code = UserErrorCode.ACCESS_DENIED if refusal.code is ErrorCode.ACCESS_DENIED else UserErrorCode.INVALID
        return [UserError(code, refusal.message, _VARIABLES)]
    return []


def _no_subscription() -> UserError:
    message = "`document` is a query or a mutation; write one subscription."
    return UserError(UserErrorCode.NOT_A_SUBSCRIPTION, message, _DOCUMENT)


def _told(error: GraphQLError) -> UserError:
    extensions = error.extensions or {}
    places = [f"line {place.line}, column {place.column}" for place in error.locations or ()]
    message = f"{' and '.join(places)}: {error.message}" if places else error.message
    code = extensions.get("code")
    if code == ErrorCode.BAD_INPUT:
        return UserError(UserErrorCode.INVALID, message, _VARIABLES)
    if code == ErrorCode.BAD_REQUEST:
        return UserError(UserErrorCode.NOT_A_SUBSCRIPTION, "Write one subscription, and nothing else.", _DOCUMENT)
    is_dear = extensions.get("limit") == "cost"
    return UserError(UserErrorCode.TOO_DEAR if is_dear else UserErrorCode.INVALID_DOCUMENT, message, _DOCUMENT)
