"""How much, how long and how often."""

from dataclasses import dataclass

from gateway.settings.environment import setting
from gateway.settings.kinds import BOOLEAN, number, seconds
from gateway.settings.profile import DEVELOPMENT_ONLY

_BYTES = number(1024, 16 * 1024 * 1024)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Sizes are in bytes, times in seconds."""

    request_timeout_seconds: float = setting(seconds(0.1, 300), "10", "Longest time an operation may take.")
    clock_seconds: float = setting(
        seconds(0, 60),
        "1",
        "How often this process looks for what time changes (attention, digests, certificates, ends of assignments); "
        "0 for never.",
    )
    shutdown_grace_seconds: float = setting(seconds(0, 300), "20", "Time to finish running work after a stop signal.")
    max_body_bytes: int = setting(_BYTES, "131072", "Longest request body.")
    max_facts_bytes: int = setting(_BYTES, "1048576", "Longest body of a batch of facts.")
    max_facts: int = setting(number(1, 500), "500", "Facts of a batch.")
    firms_tell_consent: bool = setting(
        BOOLEAN,
        DEVELOPMENT_ONLY,
        "Take also facts of what clients allow, and of clients that joined, from integrations with `facts:write`. On, "
        "whoever may make integrations can let the firm into accounts; off, `gateway import` alone brings such facts.",
    )
    facts_in_flight: int = setting(
        number(1, 100), "4", "Batches of facts that a worker process takes in at a time; others are sent again later."
    )
    max_document_bytes: int = setting(_BYTES, "16384", "Longest GraphQL document.")
    max_document_tokens: int = setting(number(10, 100_000), "2000", "Lexical tokens of a document.")
    max_depth: int = setting(number(1, 100), "12", "Nesting of a document.")
    max_aliases: int = setting(number(1, 1000), "30", "Aliases and repeated response keys of a document.")
    max_root_fields: int = setting(number(1, 1000), "20", "Fields at the root of an operation.")
    max_cost: int = setting(
        number(10, 10_000_000), "10000", "What an operation may cost, by `@cost` and `@listSize` in the schema."
    )
    integration_budget: int = setting(
        number(10, 1_000_000_000), "600000", "What the operations of one integration may cost within a minute."
    )
    person_budget: int = setting(
        number(10, 1_000_000_000), "10000000", "What one person's operations may cost within a minute, in each process."
    )
    applications_from_address: int = setting(
        number(1, 1_000_000), "10", "Firms that may apply to become partners from one network address within an hour."
    )
    applications_in_all: int = setting(
        number(1, 1_000_000), "300", "Firms that may apply to become partners within an hour."
    )
    max_variables_bytes: int = setting(_BYTES, "65536", "Longest variables of a request.")
    max_list_items: int = setting(number(1, 10_000), "250", "Items of a list in arguments and variables.")
    max_message_bytes: int = setting(_BYTES, "65536", "Longest message of a client on a WebSocket.")
    max_sockets: int = setting(number(1, 100_000), "10", "Open WebSockets of one caller, in each process.")
    max_socket_operations: int = setting(
        number(1, 1000),
        "20",
        "Operations that run on one WebSocket; also event streams of one caller, in each process.",
    )
    events_kept_hours: int = setting(number(1, 8760), "24", "How long events are kept for streams that resume.")
    events_kept_most: int = setting(number(100, 10_000_000), "100000", "The most events that are kept of a firm.")
