"""The commands, one function each; what they need is imported when they run, so that none waits for another's."""

import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

import click

from gateway.cli.access import access
from gateway.cli.audit import audit
from gateway.cli.digest import digest
from gateway.cli.doctor import doctor
from gateway.cli.facts import facts, import_facts
from gateway.cli.firm import email_option
from gateway.cli.keys import rotate_keys
from gateway.cli.mails import mails
from gateway.cli.naming import partner_option
from gateway.cli.partner import partner
from gateway.cli.person import person
from gateway.cli.token import of_person, token
from gateway.cli.worker import worker

if TYPE_CHECKING:
    from gateway.settings import Settings

_WIDE = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Whole(click.Group):
    """Commands whose list shows the whole first sentence of each."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list, broken into lines where it is too wide."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.get_short_help_str(1_000)) for name, each in sorted(self.commands.items())])


@click.group(cls=_Whole, context_settings=_WIDE)
@click.version_option(package_name="partner-gateway")
def main() -> None:
    """GraphQL gateway behind the partner portal.

    Settings are environment variables that start with GATEWAY_; `gateway settings` lists them.
    Without any, an embedded SQLite database under .gateway/ is used.
    """


@main.command()
@click.option("--check", is_flag=True, help="Only validate the settings; do not serve.")
@click.option("--demo", "greets", is_flag=True, help="Print the demo's tokens and a query to paste, once it serves.")
def serve(check: bool, greets: bool) -> None:
    """Serve GraphQL over HTTP until a stop signal."""
    # A stop is no failure, also while everything is still being loaded.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    from gateway.cli.environment import check_files, problems_told, settings

    chosen = settings()
    if check:
        check_files(chosen)
        click.echo("The settings are valid.")
        return
    from gateway.cli.database import warn_when_behind
    from gateway.server import serve as run_server

    warn_when_behind(chosen)
    with problems_told():
        run_server(chosen, _welcome() if greets else None)


def _welcome() -> "Callable[[Settings], None]":
    from gateway.cli.welcome import welcome

    return welcome


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema (PostgreSQL or SQLite)."""
    from gateway.cli.environment import settings

    chosen = settings()
    from gateway.cli.database import bring_up, run

    run(lambda: bring_up(chosen))
    click.echo("The database has the newest schema.")


@main.group(invoke_without_command=True)
@click.option("--quiet", is_flag=True, help="Only fill them.")
@click.pass_context
def demo(context: click.Context, quiet: bool) -> None:
    """Migrate, fill three demo firms once, and print a URL, tokens and a query to paste."""
    if context.invoked_subcommand:
        return
    from gateway.cli.environment import settings

    chosen = settings()
    from gateway.cli.demo import show

    show(chosen, quiet=quiet)


@demo.command()
@click.option("--rate", type=click.FloatRange(0.1, 5_000), default=2.0, show_default=True, help="Facts per second.")
@click.option("--for", "seconds", type=click.FloatRange(0.1), metavar="SECONDS", help="How long; else until stopped.")
@click.option("--seed", default="a day", show_default=True, help="Another seed is another day.")
def traffic(rate: float, seconds: float | None, seed: str) -> None:
    """Play a believable day on the demo's clients, as facts of the platform, beside a server that runs.

    Money is spent, receipts come in, expenses are approved and exported, balances change, and now and then a client
    changes its access. What happens is printed; the same seed on the same database plays the same day.
    """
    from gateway.cli.environment import settings

    chosen = settings()
    from gateway.cli.traffic import play

    play(chosen, rate, seconds, seed)


@main.command()
@click.argument("file", type=click.File())
@click.option("--as", "email", metavar="EMAIL", help="Ask as a colleague, by a token of the local issuer.")
@click.option("--token", "token_file", type=click.File(), help="Ask with the token in a file, of any trusted issuer.")
@partner_option("For which firm, if the person works for several")
@click.option("--variables", metavar="JSON", help="The operation's variables, as a JSON object.")
@click.option("--operation", metavar="NAME", help="Which operation, if the document has several.")
@click.option("--strict", is_flag=True, help="Refuse the whole when a field would be denied.")
@click.option("--check", is_flag=True, help="Price and judge the operation; run nothing.")
def query(
    file: TextIO,
    email: str | None,
    token_file: TextIO | None,
    partner: str | None,
    variables: str | None,
    operation: str | None,
    strict: bool,
    check: bool,
) -> None:
    """Run the GraphQL operation in FILE (-: standard input) on the configured database and print the answer.

    It runs in this process, by the engine, rights and limits of the server. Without --as and --token it is asked by
    nobody in particular. Ends with 0, with 1 when the answer has errors, and with 2 when the command cannot be used so.
    """
    if email and token_file:
        raise click.UsageError("Give --as or --token, not both.")
    from gateway.cli.environment import json_object, problems_told, settings

    address, given, chosen = email and email_option(email, "--as"), json_object(variables, "--variables"), settings()
    from gateway.asked import Asked
    from gateway.cli.database import run
    from gateway.cli.query import answer, printed

    asked = Asked(file.read(), operation, given, strict=strict, check=check)
    bearer = of_person(chosen, address) if address else token_file and token_file.read().strip()
    with problems_told():
        response = run(lambda: answer(chosen, asked, bearer or None, partner))
    click.echo(printed(response))
    raise SystemExit(1 if response.get("errors") else 0)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
def documents(paths: tuple[str, ...]) -> None:
    """Print a manifest of trusted documents (for GATEWAY_TRUSTED_DOCUMENTS) from GraphQL files.

    FILE is a document, a directory (all .graphql and .gql below it) or - for standard input. All files together are
    one set: fragments may stand in another file. Each operation becomes one document, with the fragments that it needs,
    in the canonical layout; clients send the id that stands before the text. The documents are validated against the
    schema and the limits of the settings. Ends with 0, or with 2 and a line for each error (file:line:column: message).
    """
    from gateway.cli.environment import settings

    chosen = settings()
    from gateway.cli.documents import written
    from gateway.wiring import limits_of

    click.echo(written(paths, limits_of(chosen)))


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


main.add_command(access)
main.add_command(audit)
main.add_command(digest)
main.add_command(doctor)
main.add_command(rotate_keys)
main.add_command(mails)
main.add_command(worker)
main.add_command(partner)
main.add_command(person)
main.add_command(import_facts)
main.add_command(facts)
main.add_command(token)
