"""The command line: `gateway --help`."""

from gateway.cli.commands import main

__all__ = ["main"]
