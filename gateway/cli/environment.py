"""The settings of a command, with problems that can be read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from gateway.http.strict_json import Unreadable, load
from gateway.logs import configure_logs
from gateway.settings import Settings, SettingsError


def settings() -> Settings:
    """The settings of the environment; problems end the command with 2."""
    with problems_told():
        read = Settings.from_environment(os.environ)
    configure_logs(read)
    read.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return read


def check_files(chosen: Settings) -> None:
    """Ends the command with 2 when the trusted documents, or the catalogue, could not be served."""
    from gateway.wiring import catalogue_of, engine_of, trusted_of

    with problems_told():
        catalogue_of(chosen)
        if chosen.trusted_documents is not None:
            trusted_of(chosen, engine_of(chosen))


@contextmanager
def problems_told() -> Iterator[None]:
    """Settings that turn out to be unusable end the command with 2, one line for each problem."""
    try:
        yield
    except SettingsError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        raise SystemExit(2) from None


def json_object(text: str | None, option: str) -> dict[str, Any] | None:
    """The object in an option; raises click.BadParameter."""
    try:
        value = None if text is None else load(text.encode("utf-8", "surrogateescape"), "It")
    except Unreadable as unreadable:
        raise click.BadParameter(str(unreadable), param_hint=option) from None
    if value is not None and not isinstance(value, dict):
        raise click.BadParameter("It must be a JSON object.", param_hint=option)
    return value
