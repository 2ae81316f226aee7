"""The limits behind a client's signals, as they hold for it."""

from domain.attention_rules.in_force import LimitInForce, limits_in_force
from domain.attention_rules.thresholds import Thresholds
from domain.vocabulary import SignalKind
from execution.fields import Loaded
from loaders.attention_rule import limits_by_client_id
from resolvers.context import Context, Info
from resolvers.relation import declared
from store.reading import Row


def _of_kind(limits: Thresholds, root: Row, context: Context) -> tuple[LimitInForce, ...]:
    return limits_in_force(SignalKind(root.kind), limits)


@declared(Loaded(limits_by_client_id, "client_id", _of_kind, columns=frozenset({"client_id", "kind"}), personal=False))
async def of_signal(root: Row, info: Info) -> tuple[LimitInForce, ...]:
    """The limits of the signal's kind, as they hold for its client; none where it fires at once."""
    return _of_kind(await info.context.load(limits_by_client_id, root.client_id), root, info.context)
