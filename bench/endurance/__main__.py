"""`python -m bench.endurance`: plays faults at full size, and writes `bench/ENDURANCE.md`."""

import asyncio
import os
import tempfile
import time
import traceback
from pathlib import Path

import click

from bench.endurance import clock, killed, outage, redis, revoked, rolling
from bench.endurance.cluster import Cluster, running
from bench.endurance.report import Played, Report
from bench.endurance.scenario import Finding, Scenario, Stage
from bench.measuring import described
from bench.streams import allow_sockets

_ALL = (killed, redis, rolling, outage, clock, revoked)
SCENARIOS = {each.SCENARIO.name: each.SCENARIO for each in _ALL}
_FILE = Path(__file__).parents[1] / "ENDURANCE.md"


def _chosen(_context: click.Context, _option: click.Parameter, given: str | None) -> list[Scenario]:
    names = [name.strip() for name in given.split(",")] if given else [*SCENARIOS]
    for name in names:
        if name not in SCENARIOS:
            raise click.BadParameter(f"{name!r} is none of {', '.join(SCENARIOS)}")
    return [SCENARIOS[name] for name in names]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--only", "scenarios", callback=_chosen, help=f"Scenarios, with commas between: {', '.join(SCENARIOS)}.")
@click.option("--scale", type=click.FloatRange(0.001, 10), default=1.0, show_default=True, help="Of numbers and times.")
def main(scenarios: list[Scenario], scale: float) -> None:
    """Play faults on real processes, and say which promises were kept; ends with 1 when one was not.

    What is played at full size is written into bench/ENDURANCE.md; at any other scale it is only printed.
    """
    allow_sockets()
    report, order = _played(scenarios, scale), [each.title for each in SCENARIOS.values()]
    if scale == 1:
        _FILE.write_text(report.markdown(order, _FILE.read_text() if _FILE.exists() else ""))
        _tell(f"Written: {_FILE}")
    else:
        click.echo(report.markdown(order))
    if report.broken:
        raise click.ClickException(f"Not kept: {'; '.join(report.broken)}.")


def _played(scenarios: list[Scenario], scale: float) -> Report:
    with running() as cluster:
        with cluster.server.database() as blank:
            report = Report(scale, asyncio.run(described(blank.url))[0])
        for each in scenarios:
            load, begun = os.getloadavg()[0], time.monotonic()
            _tell(f"{each.title} (the machine's load is {load:.1f})")
            findings = _play(each, cluster, scale)
            report.played.append(Played(each, findings, time.monotonic() - begun, load))
            for found in findings:
                _tell(f"  {'kept' if found.kept else 'BROKEN'}: {found.promise}: {found.measured}")
    return report


def _play(scenario: Scenario, cluster: Cluster, scale: float) -> list[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return [*asyncio.run(scenario.play(Stage(cluster, Path(folder), scale, _tell)))]
        except Exception as failed:
            # The others are played all the same.
            traceback.print_exc()
            return [Finding("it can be played to its end", f"{type(failed).__name__}: {failed}"[:200], kept=False)]


def _tell(line: str) -> None:
    click.echo(f"{time.strftime('%H:%M:%S')} {line}", err=True)


if __name__ == "__main__":
    main()
