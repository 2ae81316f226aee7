"""`gateway access`: who may use what, as a file to look at and as a check of a frontend's documents."""

import click


@click.group()
def access() -> None:
    """Show who may use which field, and check documents against it."""


@access.command()
def matrix() -> None:
    """Print every coordinate against everybody (what docs/access-matrix.txt holds)."""
    from gateway.cli.access.matrix import written

    click.echo(written(), nl=False)
