"""The settings of a command, with problems that can be read."""

import os

import click

from gateway.logs import configure_logs
from gateway.settings import Settings, SettingsError


def settings() -> Settings:
    """The settings of the environment; problems end the command with 2."""
    try:
        read = Settings.from_environment(os.environ)
    except SettingsError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        raise SystemExit(2) from None
    configure_logs(read)
    read.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return read
