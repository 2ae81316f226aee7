"""Who is let in, and what is offered to them."""

from dataclasses import dataclass
from pathlib import Path

from gateway.settings.environment import Default, setting
from gateway.settings.issuers import ISSUERS, Issuer
from gateway.settings.kinds import BOOLEAN, FILE, FOLDER, SECRET, SECRET_KEYS, number
from gateway.settings.profile import DEVELOPMENT_ONLY


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Issuers of tokens, keys, trusted documents, and the pages that are served."""

    issuers: tuple[Issuer, ...] = setting(
        ISSUERS, Default("none; required in production", lambda _: ()), "Token issuers that are trusted."
    )
    local_issuer: bool = setting(
        BOOLEAN, DEVELOPMENT_ONLY, "Trust tokens signed by the key in `GATEWAY_DATA_DIR`; refused in production."
    )
    token_leeway_seconds: int = setting(number(0, 60), "30", "Clock difference to issuers that is forgiven.")
    token_max_bytes: int = setting(number(1024, 65536), "8192", "Longest token that is looked at.")
    secret_keys: tuple[str, ...] = setting(
        SECRET_KEYS,
        Default("generated in `GATEWAY_DATA_DIR`; required in production", lambda _: ()),
        "Keys of at least 32 characters: the first seals, the others still open.",
        secret=True,
    )
    introspection: bool = setting(BOOLEAN, DEVELOPMENT_ONLY, "Answer introspection queries.")
    trusted_documents: Path | None = setting(  # noqa: RUF009
        FILE, Default("none", lambda _: None), "Manifest of trusted documents (`gateway documents` writes one)."
    )
    trusted_documents_only: bool = setting(
        BOOLEAN, "false", "People may ask only with trusted documents; integrations stay free to ask with any."
    )
    catalogue: Path | None = setting(  # noqa: RUF009
        FOLDER,
        Default("the built-in one", lambda _: None),
        "Folder of `.toml` files with the courses and resources on offer (`docs/academy.md`).",
    )
    graphiql: bool = setting(BOOLEAN, DEVELOPMENT_ONLY, "Serve the GraphiQL page.")
    metrics: bool = setting(BOOLEAN, DEVELOPMENT_ONLY, "Serve `/metrics` in Prometheus' format.")
    metrics_token: str | None = setting(
        SECRET,
        Default("none; required in production with `GATEWAY_METRICS`", lambda _: None),
        "What scrapers send as their bearer token, at least 32 characters.",
        secret=True,
    )
