"""`python -m bench`: measures the gateway beside its peers, and writes `bench/RESULTS.md`."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from bench import scenarios
from bench.documents import operations
from bench.due import due
from bench.facts import taken_in
from bench.latency import latency
from bench.measuring import Bench, Failed, described
from bench.peers.postgraphile import prepare
from bench.postgres import server
from bench.processes import Cores, NotStarted, Started, pin
from bench.report import report
from bench.results import Results
from bench.scenarios import Pace
from bench.servers import GATEWAY, OURS, PEERS, STREAMING, bearer, problem, start
from bench.streams import allow_sockets, streamed
from bench.world import SIZES, Owner, fill
from store.vault import Vault
from tests.servers.databases import Database

_OPERATIONS = ("overview", "viewer", "people", "mutation")
_SCENES = (*_OPERATIONS, "pages", "portfolio", "trivial", "streams", "facts")
# What is due fills a database of its own, and asks no server.
_PARTS = (*_SCENES, "due")
_FILE = Path(__file__).with_name("RESULTS.md")
_KEY = "a key for benchmarks alone of 40 letters"


@dataclass(frozen=True)
class Scene:
    """The filled database, its owners by firm, the running servers, and the month that is asked for."""

    bench: Bench
    owners: dict[str, Owner]
    servers: dict[str, Started]
    gateway: dict[str, Started]
    streaming: dict[str, Started]
    month: str
    database: Database
    folder: Path


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--only", help=f"Parts to measure, with commas between: {', '.join(_PARTS)}.")
@click.option("--peers", help=f"Peers to measure, with commas between: {', '.join(PEERS)}; none with an empty text.")
@click.option("--seconds", type=click.FloatRange(0.1, 60), default=3.0, show_default=True, help="Of one measurement.")
@click.option("--rounds", type=click.IntRange(1, 50), default=5, show_default=True, help="Measurements per server.")
@click.option("--connections", type=click.IntRange(1, 64), default=8, show_default=True, help="Requests at a time.")
@click.option("--warm-up", type=click.FloatRange(0.1, 60), default=3.0, show_default=True, help="Seconds per server.")
def main(only: str | None, peers: str | None, seconds: float, rounds: int, connections: int, warm_up: float) -> None:
    """Measure the gateway beside its peers, over the same rows of one PostgreSQL.

    A complete run writes bench/RESULTS.md; with --only or --peers the table is only printed.
    """
    parts, letters = _chosen(only, _PARTS, "--only"), _chosen(peers, tuple(PEERS), "--peers")
    pace = Pace(seconds, rounds, warm_up)
    try:
        results = _measured(parts, letters, pace, connections)
    except (Failed, NotStarted) as failed:
        raise click.ClickException(str(failed)) from None
    if only is None and peers is None:
        _FILE.write_text(report(results))
        click.echo(f"Written: {_FILE}", err=True)
    else:
        click.echo(report(results))


def _chosen(given: str | None, known: tuple[str, ...], option: str) -> tuple[str, ...]:
    if given is None:
        return known
    asked = tuple(name.strip() for name in given.split(",") if name.strip())
    for name in asked:
        if name not in known:
            raise click.BadParameter(f"{name!r} is none of {', '.join(known)}", param_hint=option)
    return asked


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _measured(parts: tuple[str, ...], letters: tuple[str, ...], pace: Pace, connections: int) -> Results:
    absent = {letter: why for letter in letters if (why := problem(PEERS[letter]))}
    for letter, why in absent.items():
        _tell(f"({letter}) is skipped: {why}")
    present = tuple(letter for letter in letters if letter not in absent)
    with server() as postgres:
        with postgres.database() as database:
            version, postmaster = asyncio.run(described(database.url))
            bench = Bench(Cores.here(), connections, postmaster)
            results = Results(pace, connections, version, os.getloadavg()[0], letters, absent)
            if bench.postmaster:
                pin(bench.postmaster, bench.cores.database)
            if set(parts) & set(_SCENES):
                _play(bench, database, present, parts, results)
        if "due" in parts:
            _tell("What is due of 100,000 clients")
            with postgres.database() as database:
                results.due = due(bench, database, pace.rounds, _tell)
    return results


def _play(bench: Bench, database: Database, letters: tuple[str, ...], parts: tuple[str, ...], results: Results) -> None:
    with _scene(bench, database, letters, parts) as scene:
        try:
            _measure(scene, parts, results)
        except Exception:
            # What was measured until then took minutes.
            _tell(report(results))
            raise


@contextmanager
def _scene(bench: Bench, database: Database, letters: tuple[str, ...], parts: tuple[str, ...]) -> Iterator[Scene]:
    large = "portfolio" in parts
    allow_sockets()
    now = datetime.now(UTC).replace(microsecond=0)
    month = f"{now:%Y-%m}"
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        place = Path(folder)
        _tell("Filling the database" + (" (two minutes: one of its firms has 50,000 clients)" if large else ""))
        sizes = {name: size for name, size in SIZES.items() if large or name != "large"}
        owners = asyncio.run(fill(database, Vault([_KEY]), now, sizes))
        if "d" in letters:
            asyncio.run(prepare(database.url, month))
        _tell(
            f"Starting the gateway and {', '.join(letters) or 'no peer'}; load of the machine {os.getloadavg()[0]:.1f}"
        )
        owner, cores = owners["middle"], bench.cores
        ours = start(stack, GATEWAY, database.url, owner, cores, place)
        servers = {OURS: ours} | {
            letter: start(stack, PEERS[letter], database.url, owner, cores, place) for letter in letters
        }
        with_streams = [letter for letter in letters if letter in STREAMING and "streams" in parts]
        streaming = {OURS: ours} | {
            letter: start(stack, STREAMING[letter], database.url, owner, cores, place, f"{letter} streams")
            for letter in with_streams
        }
        gateway = {name: replace(ours, headers=bearer(database.url, place, each)) for name, each in owners.items()}
        yield Scene(bench, owners, servers, gateway, streaming, month, database, place)


def _measure(scene: Scene, parts: tuple[str, ...], results: Results) -> None:
    bench, owner, ours, pace = scene.bench, scene.owners["middle"], scene.servers[OURS], results.pace
    _tell("What servers take while nobody asks them anything")
    bench.idling(scene.servers.values())
    results.idle = {letter: bench.idle[server.pid] for letter, server in scene.servers.items()}
    for operation in operations(owner, scene.month):
        if operation.name in parts:
            results.compared.append(scenarios.compare(bench, scene.servers, operation, owner, pace, _tell))
    if "pages" in parts:
        results.pages = scenarios.pages(bench, ours, scene.month, pace, _tell)
    if "portfolio" in parts:
        results.portfolios = scenarios.portfolios(bench, scene.gateway, scene.owners, scene.month, pace, _tell)
    if "trivial" in parts:
        results.trivial = scenarios.trivial(bench, ours, pace, _tell)
    if "streams" in parts:
        _tell("What subscribers cost")
        for letter, each in scene.streaming.items():
            try:
                results.streams[letter] = streamed(each, bench.cores, _tell)
            except Failed as failed:
                _tell(f"({letter}) is not measured: {failed}")
        try:
            results.latency = latency(scene.database, owner, bench.cores, scene.folder, _tell)
        except Failed as failed:
            _tell(f"From commit to client is not measured: {failed}")
    if "facts" in parts:
        _tell("How fast facts come in")
        results.facts = taken_in(bench, scene.database, owner, scene.folder, _tell)


if __name__ == "__main__":
    main()
