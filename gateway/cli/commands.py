"""The commands, one function each; what they need is imported when they run, so that none waits for another's."""

import signal
from datetime import UTC, datetime, timedelta

import click

from gateway.cli.access import access
from gateway.cli.firm import Firm, email_address, options

_WIDE = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_WIDE)
@click.version_option(package_name="partner-gateway")
def main() -> None:
    """GraphQL gateway behind the partner portal.

    Settings are environment variables that start with GATEWAY_; `gateway settings` lists them.
    Without any, an embedded SQLite database under .gateway/ is used.
    """


@main.command()
@click.option("--check", is_flag=True, help="Only validate the settings; do not serve.")
def serve(check: bool) -> None:
    """Serve GraphQL over HTTP until a stop signal."""
    # A stop is no failure, also while everything is still being loaded.
    signal.signal(signal.SIGTERM, lambda *_: _stop())
    from gateway.cli.environment import settings

    chosen = settings()
    if check:
        click.echo("The settings are valid.")
        return
    from gateway.cli.database import warn_when_behind
    from gateway.server import PortTaken
    from gateway.server import serve as run_server

    warn_when_behind(chosen)
    try:
        run_server(chosen)
    except PortTaken as taken:
        raise click.ClickException(str(taken)) from None


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema (PostgreSQL or SQLite)."""
    from gateway.cli.environment import settings

    chosen = settings()
    from gateway.cli.database import bring_up, run

    run(lambda: bring_up(chosen))
    click.echo("The database has the newest schema.")


@main.command()
def demo() -> None:
    """Migrate, fill three demo firms once, and print a URL, tokens and a query to paste."""
    from gateway.cli.environment import settings

    chosen = settings()
    from gateway.cli.demo import show

    show(chosen)


@main.command()
@click.option("--as", "email", required=True, metavar="EMAIL", help="Whose token: a colleague's e-mail address.")
@click.option("--hours", type=click.IntRange(1, 720), default=12, show_default=True, help="How long it is valid.")
@click.option("--name", help="The name that the token carries.")
def token(email: str, hours: int, name: str | None) -> None:
    """Print an access token of the local issuer (development only)."""
    from gateway.cli.environment import settings

    address, chosen = email_address(email, "--as"), settings()
    if not chosen.local_issuer:
        raise click.ClickException("There is no local issuer here; take a token from your own (GATEWAY_ISSUERS).")
    from gateway.tokens import local_issuer

    click.echo(local_issuer(chosen).mint(address, email=address, name=name, lifetime=timedelta(hours=hours)))


@main.command()
def sdl() -> None:
    """Print the schema (what schema.graphql holds)."""
    from schema.build import build_schema

    click.echo(build_schema().as_str())


@main.command("settings")
def list_settings() -> None:
    """List every setting with its default and meaning."""
    from gateway.settings import settings_rows

    for variable, kind, default, meaning in settings_rows():
        click.echo(f"{variable}  ({kind}; default: {default or 'none'})\n    {meaning}")


@main.group()
def partner() -> None:
    """Create firms."""


@partner.command("create")
@options
def create_partner(**given: str | None) -> None:
    """Create a firm with its first owner, who signs in with the given e-mail address."""
    from gateway.cli.environment import settings

    firm, chosen = Firm(**given).checked(), settings()  # type: ignore[arg-type]
    from gateway.cli.database import ready_store, run
    from gateway.cli.partner import create

    async def work() -> str:
        async with ready_store(chosen) as store:
            return await create(store, chosen, datetime.now(UTC), firm)

    click.echo(run(work))


main.add_command(access)


def _stop() -> None:
    raise SystemExit(0)
