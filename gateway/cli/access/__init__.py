"""`gateway access`: who may use what, as a file to look at and as a check of a frontend's documents."""

import sys

import click


@click.group()
def access() -> None:
    """Show who may use which field, and check documents against it."""


@access.command()
def matrix() -> None:
    """Print every coordinate against everybody (what docs/access-matrix.txt holds)."""
    from gateway.cli.access.matrix import written

    click.echo(written(), nl=False)


@access.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--as", "said", multiple=True, required=True, metavar="WHO", help="As whom; may be given several times.")
@click.option("--allow-partly", is_flag=True, help="End with 0 also when some fields are denied.")
@click.option("--json", "in_json", is_flag=True, help="Print JSON.")
def check(paths: tuple[str, ...], said: tuple[str, ...], allow_partly: bool, in_json: bool) -> None:
    """Check GraphQL documents: which operations may be sent by whom.

    FILE is a document, a directory (all .graphql and .gql below it) or - for standard input. All files together are
    one set: fragments may stand in another file. Documents inside .ts or .js files are not found: extract them first.

    WHO is a ROLE (OWNER, ADMIN, BOOKKEEPER, VIEWER), PERSON (signed in, without a firm), ANONYMOUS, OPERATOR (of the
    platform), or integration:SCOPE,SCOPE. ROLE:LEVEL also judges what clients decide: LIMITED or EXTENDED, with grants
    as EXTENDED+PAY_INVOICES, or SUSPENDED, DISCONNECTED; without it, such fields are listed and taken as open.

    An operation is allowed, partly (some fields are denied, or may be, depending on a variable) or impossible (a root
    field, or every leaf, is denied). Its cost is the most that it may cost while variables have their defaults.
    Ends with 0 when all are allowed, 1 when one is not, 2 when a document or WHO cannot be read, or a document is
    larger or dearer than the gateway's default limits allow.
    """
    from gateway.cli.access.askers import asker
    from gateway.cli.access.check import check as checked
    from gateway.cli.access.documents import BadInput, read
    from gateway.cli.access.report import as_json, as_text, exit_code

    askers = [asker(word) for word in said]
    try:
        findings = checked(read(paths), askers)
    except BadInput as bad:
        for line in bad.lines:
            click.echo(line, err=True)
        sys.exit(2)
    click.echo(as_json(findings) if in_json else as_text(findings))
    sys.exit(exit_code(findings, allow_partly=allow_partly))
