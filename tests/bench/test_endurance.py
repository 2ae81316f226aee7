"""What `make endure` says of faults: a promise that was broken is told, and nobody overlooks it."""

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.endurance import __main__ as command
from bench.endurance import truth
from bench.endurance.asking import Answered, bad, slowest
from bench.endurance.report import Played, Report
from bench.endurance.scenario import Finding, Scenario, Stage, none, within
from tests.replicas.following import Reader


async def _failing(_: Stage) -> list[Finding]:
    raise RuntimeError("no such server")


BREAKING = Scenario("breaking", "What breaks", "Something breaks.", _failing)
FAILING = Scenario("failing", "What fails", "Nothing is measured.", _failing)


def played(scenario: Scenario, *findings: Finding) -> Report:
    return Report(0.5, "18.4", [Played(scenario, findings, 3.2, 1.5)])


def test_a_broken_promise_is_told_in_the_table_and_at_the_end() -> None:
    report = played(BREAKING, none("nothing is lost", 1, "50 mutations"), within("it is told soon", 0.5, 1))
    assert report.broken == ["nothing is lost"]
    text = report.markdown([BREAKING.title])
    assert "| nothing is lost | 1 of 50 mutations | **no** |" in text
    assert "| it is told soon | 0.50 s | yes |" in text
    assert "- 1 promises were kept, 1 were not." in text
    assert "Scaled by 0.5" in text


def test_a_run_of_one_scenario_leaves_what_others_have_found() -> None:
    order, kept = [BREAKING.title, FAILING.title], within("it is told soon", 0.5, 1)
    first = played(BREAKING, none("nothing is lost", 1, "50 mutations")).markdown(order)
    both = played(FAILING, kept).markdown(order, first)
    again = played(BREAKING, kept).markdown(order, both)
    assert [both.count(f"## {title}") for title in order] == [again.count(f"## {title}") for title in order] == [1, 1]
    assert "- 1 promises were kept, 1 were not." in both
    assert "- 2 promises were kept, 0 were not." in again
    assert again.index(BREAKING.title) < again.index(FAILING.title)


def test_a_scenario_that_cannot_be_played_to_its_end_is_a_broken_promise(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = command._play(FAILING, cluster=None, scale=1)
    assert not found.kept
    assert "no such server" in found.measured
    assert "no such server" in capsys.readouterr().err


def test_scenarios_are_chosen_by_their_names() -> None:
    said = CliRunner().invoke(command.main, ["--only", "killed,nothing"])
    assert said.exit_code == 2
    assert "'nothing' is none of killed" in said.output


def test_the_document_is_of_all_scenarios() -> None:
    written = (Path(command.__file__).parents[1] / "ENDURANCE.md").read_text()
    assert [each for each in command.SCENARIOS.values() if f"\n## {each.title}\n" not in written] == []


def test_delays_are_those_of_the_slowest_reader_within_the_moments() -> None:
    readers = [Reader([], "", lags=[(10.0, 0.5), (20.0, 3.0)]), Reader([], "", lags=[(11.0, 0.7)])]
    assert truth.lag(readers, 5, 15) == 0.7
    assert truth.lag(readers) == 3.0


def test_answers_without_what_was_asked_for_are_counted_by_what_they_said() -> None:
    answers = [Answered(0, 0.1, 200), Answered(0, 0.2, 503, codes=("UNAVAILABLE",)), Answered(0, 9.0, 0)]
    assert bad(answers) == Counter({"503 UNAVAILABLE": 1, "0": 1})
    assert slowest(answers) == 9.0
    assert slowest(answers, 0.5) == 0.2


def test_who_catches_up_is_behind_since_it_could_be_told() -> None:
    outlasted, later = (10.0, 21.5), (31.0, 0.4)
    readers = [Reader([], "", lags=[(5.0, 0.1), outlasted, later])]
    assert truth.catching_up(readers, 30.0) == pytest.approx(1.5)
    assert truth.catching_up(readers, 31.0, 31.45) == pytest.approx(0.4)
