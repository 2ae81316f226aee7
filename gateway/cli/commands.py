"""The commands, one function each."""

from datetime import timedelta

import click

from gateway.app import utc_now
from gateway.cli import demo as demonstration
from gateway.cli import partner as partners
from gateway.cli.running import bring_up, ready_store, run
from gateway.cli.running import settings as read_settings
from gateway.settings import settings_rows
from gateway.tokens import local_issuer


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
    chosen = read_settings()
    if check:
        click.echo("The settings are valid.")
        return
    from gateway.server import serve as run_server

    run_server(chosen)


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema (PostgreSQL or SQLite)."""
    run(lambda: bring_up(read_settings()))
    click.echo("The database has the newest schema.")


@main.command()
def demo() -> None:
    """Migrate, fill the demo firms once, and print a URL, tokens and a query to paste."""
    demonstration.show(read_settings())


@main.command()
@click.option("--as", "email", required=True, metavar="EMAIL", help="Whose token: a colleague's e-mail address.")
@click.option("--hours", type=click.IntRange(1, 720), default=12, show_default=True, help="How long it is valid.")
@click.option("--name", help="The name that the token carries.")
def token(email: str, hours: int, name: str | None) -> None:
    """Print an access token of the local issuer (development only)."""
    chosen = read_settings()
    if not chosen.local_issuer:
        raise click.ClickException("There is no local issuer here; take a token from your own (GATEWAY_ISSUERS).")
    address = email.strip().lower()
    if "@" not in address:
        raise click.BadParameter("expected an e-mail address", param_hint="--as")
    minted = local_issuer(chosen).mint(address, email=address, name=name, lifetime=timedelta(hours=hours))
    click.echo(minted)


@main.command()
def sdl() -> None:
    """Print the schema (what schema.graphql holds)."""
    from schema.build import build_schema

    click.echo(build_schema().as_str())


@main.command("settings")
def list_settings() -> None:
    """List every setting with its default and meaning."""
    for variable, kind, default, meaning in settings_rows():
        click.echo(f"{variable}  ({kind}; default: {default or 'none'})\n    {meaning}")


@main.group()
def partner() -> None:
    """Firms."""


@partner.command("create")
@partners.options
def create_partner(**given: str | None) -> None:
    """Create a firm with its first owner, who signs in with the given e-mail address."""
    chosen = read_settings()

    async def work() -> str:
        async with ready_store(chosen) as store:
            return await partners.create(store, chosen, utc_now(), partners.Firm(**given))  # type: ignore[arg-type]

    click.echo(run(work))
