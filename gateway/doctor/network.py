"""What is reached over the network beside the database: Redis, the mail server, the platform, the issuers' keys."""

import asyncio

import httpx2
from joserfc.jwk import Key, KeySet
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from gateway.doctor.finding import Finding, fail, ok, warn
from gateway.mails.carriers import Failed, Refused, Smtp
from gateway.mails.service import folder_of
from gateway.settings import Issuer, Settings
from gateway.tokens.jwks import published_keys
from gateway.tokens.key_set import pick

_REDIS_SECONDS = 1.0
_SMTP_SECONDS = 5.0
_ACCOUNTS_SECONDS = 5.0
# Whoever does not know our token, or wants one.
_STRANGER = frozenset({401, 403})
_TROUBLE = 500
_FAMILIES = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}


async def examine_redis(settings: Settings) -> list[Finding]:
    """Whether it answers PING within a second."""
    if settings.redis_url is None:
        return [ok("redis", "Not configured: each process looks into the database for events.")]
    client = Redis.from_url(settings.redis_url, retry=Retry(NoBackoff(), 0))
    try:
        async with asyncio.timeout(_REDIS_SECONDS):
            await client.ping()
    except Exception as error:  # whatever is wrong with it, it is told
        remedy = "Start it and check GATEWAY_REDIS_URL. Until then events come later and budgets count per process."
        return [fail("redis", f"Redis did not answer within a second ({type(error).__name__}).", remedy)]
    finally:
        await client.aclose()
    return [ok("redis", "Redis answers.")]


async def examine_mails(settings: Settings) -> list[Finding]:
    """Whether the mail server takes us in, without a mail; or what becomes of mails without one."""
    if settings.smtp_url is None and settings.in_production:
        return [warn("smtp", "No mail server is configured: mails wait.", "Set GATEWAY_SMTP_URL.")]
    if settings.smtp_url is None:
        return [ok("smtp", f"Not configured: mails land in {folder_of(settings)}.")]
    try:
        await Smtp(settings.smtp_url).greet(_SMTP_SECONDS)
    except (Refused, Failed) as error:
        remedy = "Check GATEWAY_SMTP_URL: smtps:// or smtp://, host, port, login. Until then mails wait."
        return [fail("smtp", f"Mails cannot be sent: {error}.", remedy)]
    return [ok("smtp", "The mail server takes us in.")]


async def examine_accounts(settings: Settings) -> list[Finding]:
    """Whether the platform answers where accounts are asked for; no account is asked for, a GET opens none."""
    if settings.accounts_url is None and settings.in_production:
        remedy = "Set GATEWAY_ACCOUNTS_URL (docs/ports.md), or leave it: `createOwnCompany` answers NOT_CONFIGURED."
        return [warn("accounts", "No firm can get an account of its own.", remedy)]
    if settings.accounts_url is None:
        return [ok("accounts", "Not configured: a stand-in opens firms' own accounts (development).")]
    remedy = "Check GATEWAY_ACCOUNTS_URL and GATEWAY_ACCOUNTS_TOKEN. Until then accounts that are asked for wait."
    try:
        status = await _status(settings.accounts_url, settings.accounts_token)
    except Exception as error:  # an address may fail in any way
        return [fail("accounts", f"The platform did not answer for accounts ({type(error).__name__}).", remedy)]
    if status in _STRANGER:
        return [fail("accounts", f"The platform does not let us ask for accounts (status {status}).", remedy)]
    if status >= _TROUBLE:
        return [warn("accounts", f"The platform is in trouble where accounts are opened (status {status}).", remedy)]
    return [ok("accounts", "The platform answers where accounts are asked for.")]


async def _status(url: str, token: str | None) -> int:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    async with (
        httpx2.AsyncClient(timeout=_ACCOUNTS_SECONDS, headers=headers) as client,
        client.stream("GET", url) as response,
    ):
        return response.status_code


async def examine_issuers(settings: Settings) -> list[Finding]:
    """Whether the keys of each issuer can be had and used."""
    own = [ok("issuer", "The local issuer is trusted (development).")] if settings.local_issuer else []
    return [*own, *await asyncio.gather(*map(_issuer, settings.issuers))]


async def _issuer(issuer: Issuer) -> Finding:
    subject = f"issuer {issuer.issuer}"
    try:
        keys = await published_keys(issuer.jwks_url)
    except Exception as error:  # an address may fail in any way
        remedy = "Check its jwks_url in GATEWAY_ISSUERS, and that this machine may reach it."
        return fail(subject, f"Its keys cannot be fetched ({type(error).__name__}).", remedy)
    usable = [key for key in keys if _fits(keys, key, issuer)]
    if not usable:
        remedy = f"It must publish a key with a kid for one of {', '.join(issuer.algorithms)} (GATEWAY_ISSUERS)."
        return fail(subject, f"None of its {len(keys.keys)} keys can verify a token here.", remedy)
    return ok(subject, f"{len(usable)} of its keys can verify tokens.")


def _fits(keys: KeySet, key: Key, issuer: Issuer) -> bool:
    fitting = (name for name in issuer.algorithms if _FAMILIES[name[:2]] == key.key_type)
    return any(pick(keys, key.kid or "", name) is not None for name in fitting)
