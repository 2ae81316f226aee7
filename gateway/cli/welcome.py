"""What `make run` says once it is known where it serves: addresses, tokens and a query to paste."""

from datetime import timedelta

import click

from gateway.settings import Settings
from gateway.tokens import local_issuer
from store.demo.firms import DEMO_VIEWERS

QUERY = (
    "{ viewer { role menu } partner { name bookkeepingOverview { attentionCounts { level clientCount } "
    "clients(first: 5) { nodes { name attention { level } } } } } }"
)


def welcome(settings: Settings) -> None:
    """Prints it; the demo has been filled."""
    issuer = local_issuer(settings)

    def mint(email: str) -> str:
        return issuer.mint(email, email=email, lifetime=timedelta(days=30))

    click.echo(f"\nPartner Gateway: {settings.public_url}/graphql")
    if settings.graphiql:
        click.echo(f"In a browser:    {settings.public_url}/")
    click.echo("\nTokens (valid for 30 days; more by `gateway token --as EMAIL`):\n")
    for viewer in DEMO_VIEWERS:
        click.echo(f"{viewer.label} <{viewer.email}>\n{mint(viewer.email)}\n")
    click.echo("A query to paste, as the first of them:\n")
    click.echo(_curl(settings, mint(DEMO_VIEWERS[0].email)))


def _curl(settings: Settings, token: str) -> str:
    return (
        f"curl -s {settings.public_url}/graphql \\\n"
        f"  -H 'Content-Type: application/json' \\\n"
        f"  -H 'Authorization: Bearer {token}' \\\n"
        f'  -d \'{{"query": "{QUERY}"}}\'\n'
    )
