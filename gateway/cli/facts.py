"""`gateway import`: facts from a file, with progress and a report; `gateway facts retry`: what was kept of them."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gateway.cli.naming import partner_option, public_id

if TYPE_CHECKING:
    from collections import Counter

    from domain.facts.words import FactOutcome
    from gateway.facts.importing import Finding
    from gateway.settings import Settings

_SHOWN = 20


@click.command("import")
@click.argument("file", metavar="FILE")
@partner_option("The firm of facts that name none")
@click.option(
    "--report", "report", metavar="FILE", help="Write what was refused, held or of an unknown kind: JSON lines."
)
def import_facts(file: str, partner: str | None, report: str | None) -> None:
    """Take in the facts about clients in FILE (-: standard input), one JSON object per line.

    The form is docs/facts.schema.json; files packed with gzip are read as they are. Order does not matter, nor does
    it to import a file again: what is known already is skipped, so that a run that was stopped or killed is simply
    started again. Refused lines (bad form, unknown client, a step that is not possible) harm no others; they are
    shown with their numbers. Facts of unknown kinds are kept.

    Ends with 0 when every fact is in, 1 when some were refused, 2 when the command cannot be used so.
    """
    from gateway.cli.environment import problems_told, settings
    from gateway.facts.lines import Broken

    chosen = settings()
    with problems_told(), ExitStack() as open_files:
        try:
            counts, shown = _imported(chosen, file, partner, report, open_files)
        except KeyboardInterrupt:
            click.echo("Stopped. The same command goes on where this one ended.", err=True)
            sys.exit(130)
        except Broken as broken:
            raise click.UsageError(f"{file} cannot be read to its end: {broken}. What came before is in.") from None
    refused = _tell(counts, shown)
    sys.exit(1 if refused else 0)


@click.group()
def facts() -> None:
    """Look after facts that came in."""


@facts.command()
def retry() -> None:
    """Take in kept facts whose kinds are known by now.

    A server or worker does this by itself when it starts; running it again, or beside them, changes nothing.
    """
    from gateway.cli.database import ready_store, run
    from gateway.cli.environment import settings
    from gateway.wiring import utc_now
    from resolvers.facts.retrying import Retrial
    from store.vault import Vault

    chosen = settings()

    async def work() -> "Counter[FactOutcome]":
        async with ready_store(chosen) as store:
            return await Retrial(store, Vault(chosen.secret_keys), utc_now, chosen.firms_tell_consent).go()

    _tell(run(work), [])


def _imported(
    chosen: "Settings", file: str, partner: str | None, report: str | None, open_files: ExitStack
) -> "tuple[Counter[FactOutcome], list[Finding]]":
    from gateway.cli.database import ready_store, run
    from gateway.facts.delivery import Delivery
    from gateway.facts.importing import Import
    from gateway.facts.lines import lines_of, opened
    from gateway.wiring import utc_now
    from store.vault import Vault

    with _usable(file, "read"):
        source, size = open_files.enter_context(opened(file))
    with _usable(report, "written"):
        written = open_files.enter_context(_writer(report, file))
    shown: list[Finding] = []

    def note(finding: "Finding") -> None:
        if len(shown) < _SHOWN:
            shown.append(finding)
        written(finding)

    async def work() -> "Counter[FactOutcome]":
        async with ready_store(chosen) as store:
            with _bar(size) as progress:
                delivery = Delivery(store, Vault(chosen.secret_keys), utc_now)
                firm = None if partner is None else await public_id(store, partner)
                job = Import(delivery, firm, note, progress)
                await job.run(lines_of(source))
                return job.counts

    return run(work), shown


@contextmanager
def _usable(file: str | None, what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise click.UsageError(f"{file} cannot be {what}: {error.strerror or error}.") from None


@contextmanager
def _writer(report: str | None, file: str) -> Iterator[Any]:
    import orjson

    if report is None:
        yield lambda _finding: None
        return
    if file != "-" and Path(report).exists() and Path(report).samefile(file):
        raise click.UsageError("--report names the file of facts itself, which it would overwrite.")
    with Path(report).open("wb") as target:

        def write(finding: "Finding") -> None:
            told = {"line": finding.line, "id": finding.id, "outcome": finding.outcome.word.value}
            target.write(orjson.dumps(told | {"message": finding.outcome.reason}) + b"\n")

        yield write


@contextmanager
def _bar(size: int | None) -> Iterator[Any]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    rate = TextColumn("{task.fields[lines]:,} facts  {task.fields[rate]:,.0f}/s")
    with Progress(BarColumn(), TaskProgressColumn(), rate, TimeElapsedColumn(), console=Console(stderr=True)) as bars:
        task = bars.add_task("", total=size, lines=0, rate=0.0)

        def progress(lines: int, place: int) -> None:
            done = bars.tasks[0].fields["lines"] + lines
            elapsed = bars.tasks[0].elapsed or 0
            bars.update(task, completed=place, lines=done, rate=done / elapsed if elapsed else 0)

        yield progress


def _tell(counts: "Counter[FactOutcome]", shown: "list[Finding]") -> int:
    from domain.facts.words import FactOutcome

    told = {
        FactOutcome.APPLIED: "applied",
        FactOutcome.DUPLICATE: "known already",
        FactOutcome.IGNORED: "without effect",
        FactOutcome.HELD: "held for the facts before them",
        FactOutcome.UNKNOWN_KIND: "of unknown kinds, kept",
        FactOutcome.REFUSED: "refused",
    }
    parts = [f"{counts[word]:,} {words}" for word, words in told.items() if counts[word]]
    noun = "fact" if counts.total() == 1 else "facts"
    click.echo(f"{counts.total():,} {noun}: {', '.join(parts) or 'nothing to do'}.")
    for finding in shown:
        click.echo(f"line {finding.line}: {finding.outcome.word.lower()}: {finding.outcome.reason}", err=True)
    noted = sum(counts[word] for word in (FactOutcome.HELD, FactOutcome.UNKNOWN_KIND, FactOutcome.REFUSED))
    if noted > len(shown):
        click.echo(f"... and {noted - len(shown):,} more (all of them: --report FILE)", err=True)
    return counts[FactOutcome.REFUSED]
