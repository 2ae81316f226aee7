"""`gateway token`: tokens of the local issuer, which only development has."""

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from domain.vocabulary import Scope
from gateway.cli.firm import email_option

if TYPE_CHECKING:
    from gateway.settings import Settings
    from gateway.tokens import LocalIssuer


@click.command()
@click.option("--as", "email", metavar="EMAIL", help="Whose token: a colleague's e-mail address.")
@click.option("--operator", metavar="NAME", help="Instead: a token of an operator of the platform, by any name.")
@click.option("--hours", type=click.IntRange(1, 720), default=12, show_default=True, help="How long it is valid.")
@click.option("--name", help="The name that a colleague's token carries.")
def token(email: str | None, operator: str | None, hours: int, name: str | None) -> None:
    """Print an access token of the local issuer (development only)."""
    if bool(email) == bool(operator):
        raise click.UsageError("Give --as or --operator.")
    from gateway.cli.environment import settings

    if operator:
        click.echo(of_operator(settings(), operator, hours))
        return
    address = email_option(email or "", "--as")
    click.echo(of_person(settings(), address, name, hours))


def of_person(chosen: "Settings", address: str, name: str | None = None, hours: int = 1) -> str:
    """The token of somebody with a verified e-mail address; raises click.ClickException where there is no issuer."""
    return _issuer(chosen).mint(address, email=address, name=name, lifetime=timedelta(hours=hours))


def of_operator(chosen: "Settings", name: str, hours: int = 1) -> str:
    """A machine's token with the scope of operators; raises click.ClickException where there is no issuer."""
    scopes, lifetime = [Scope.PLATFORM_OPERATE.value], timedelta(hours=hours)
    return _issuer(chosen).mint(name, client_id=name, scopes=scopes, lifetime=lifetime)


def _issuer(chosen: "Settings") -> "LocalIssuer":
    if not chosen.local_issuer:
        raise click.ClickException("There is no local issuer here; take a token from your own (GATEWAY_ISSUERS).")
    from gateway.tokens import local_issuer

    return local_issuer(chosen)
