"""Whom this gateway trusts, put together from its settings."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from gateway.settings import Issuer, Settings
from gateway.tokens.jwks import RemoteKeys
from gateway.tokens.local import ALGORITHM, LocalIssuer
from gateway.tokens.verify import TrustedIssuer, Verifier

# a constant, so that tokens stay good when the port or the public address changes; the key tells installations apart
_LOCAL_NAME, _LOCAL_AUDIENCE = "urn:partner-gateway:local", "partner-gateway"


def build_verifier(
    settings: Settings,
    more: Iterable[TrustedIssuer] = (),
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Verifier:
    """Trust the configured issuers, the local one where it is switched on, and `more`; raises `SettingsError`."""
    trusted = [_configured(issuer) for issuer in settings.issuers]
    if settings.local_issuer:
        trusted.append(trusting(local_issuer(settings)))
    return Verifier(
        [*trusted, *more],
        leeway=timedelta(seconds=settings.token_leeway_seconds),
        max_bytes=settings.token_max_bytes,
        now=now,
    )


def local_issuer(settings: Settings) -> LocalIssuer:
    """Give the issuer whose key lives in the data directory, generating the key at first use."""
    return LocalIssuer.load_or_create(settings.data_dir, _LOCAL_NAME, _LOCAL_AUDIENCE)


def trusting(issuer: LocalIssuer) -> TrustedIssuer:
    """Trust an issuer of this process, also with the platform's operators."""
    return TrustedIssuer(issuer.issuer, issuer.audience, frozenset({ALGORITHM}), issuer, operators=True)


def _configured(issuer: Issuer) -> TrustedIssuer:
    keys = RemoteKeys(issuer.jwks_url)
    name, audience, algorithms = issuer.issuer, issuer.audience, frozenset(issuer.algorithms)
    return TrustedIssuer(name, audience, algorithms, keys, operators=issuer.operators)
