"""The whole examination: what stands on this machine, the database, and what is reached over the network."""

import asyncio
import os
from collections.abc import Mapping

from gateway.doctor.database import examine_database
from gateway.doctor.finding import Finding, fail, ok, warn
from gateway.doctor.network import examine_accounts, examine_issuers, examine_mails, examine_redis
from gateway.settings import Settings, SettingsError


async def examine(settings: Settings) -> list[Finding]:
    """All findings of an installation whose settings can be read."""
    parts = await asyncio.gather(
        examine_database(settings),
        examine_redis(settings),
        examine_mails(settings),
        examine_accounts(settings),
        examine_issuers(settings),
    )
    return [*_local(settings), *(finding for part in parts for finding in part)]


def read(environ: Mapping[str, str]) -> Settings | list[Finding]:
    """The settings, or one finding for each of their problems."""
    try:
        return Settings.from_environment(environ)
    except SettingsError as error:
        remedy = "Set it anew; `gateway settings` lists every setting with its meaning."
        return [fail("settings", problem, remedy) for problem in error.problems]


def _local(settings: Settings) -> list[Finding]:
    return [ok("settings", f"The settings are valid (profile {settings.profile})."), _data_directory(settings)]


def _data_directory(settings: Settings) -> Finding:
    subject, folder = "data directory", settings.data_dir
    if not folder.is_dir():
        return warn(subject, f"{folder} does not exist.", "The next `gateway migrate` or `gateway serve` makes it.")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return fail(subject, f"{folder} cannot be written.", "Give it to the user who runs the gateway (chown).")
    if settings.local_issuer and folder.stat().st_mode & 0o002:
        return warn(subject, f"Anybody on this machine may change {folder}.", f"chmod 700 {folder}")
    return ok(subject, f"{folder} can be written.")
