"""Facts about one thing lead to the same, in whatever order they are taken in."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.facts.account import newer
from domain.facts.expense import NOTHING, Expense, Figures, differences
from domain.facts.fact import Fact
from domain.facts.job import Job

START = datetime(2026, 4, 30, 20, 0, tzinfo=UTC)
ZONE = "Europe/Copenhagen"
SUBMITTED = st.fixed_dictionaries(
    {"amountMinor": st.integers(1, 99)}, optional={"hasReceipt": st.booleans(), "spentOn": st.just("2026-03-31")}
).map({"currency": "DKK"}.__or__)
REVIEWED = st.fixed_dictionaries({"review": st.sampled_from(["NONE", "APPROVED", "NEEDS_DETAILS"])})
EXPENSE = st.one_of(
    st.tuples(st.just("expense.submitted"), SUBMITTED),
    st.tuples(st.just("expense.reviewed"), REVIEWED),
    st.tuples(st.sampled_from(["expense.receipt_added", "expense.exported"]), st.just({})),
)
JOB = st.one_of(
    st.tuples(st.just("export_job.started"), st.just({})),
    st.tuples(st.just("export_job.ended"), st.fixed_dictionaries({"succeeded": st.booleans()})),
)
BALANCE = st.fixed_dictionaries({"balanceMinor": st.integers(0, 9)}, optional={"dailySpendMinor": st.integers(0, 9)})
ACCOUNT = st.tuples(st.just("balance.changed"), BALANCE)


def facts(said: list[tuple[str, dict[str, Any]]]) -> list[Fact]:
    """Facts one hour after the other, over the end of a month."""
    return [
        Fact(f"f{place}", "ACC-1", place, START + timedelta(hours=place), kind, data)
        for place, (kind, data) in enumerate(said, 1)
    ]


@given(said=st.lists(EXPENSE, max_size=7), data=st.data())
def test_an_expense_and_its_months_depend_on_no_order(said: list[tuple[str, Any]], data: st.DataObject) -> None:
    story = facts(said)
    assert expense_of(story) == expense_of([*data.draw(st.permutations(story)), *story[:2]])


def expense_of(story: list[Fact]) -> tuple[Expense, dict[str, Figures]]:
    """The expense, and what all its changes add to its months."""
    expense, months = Expense("exp_1"), dict[str, Figures]()
    for fact in story:
        after = expense.after(fact, ZONE)
        for month, figures in differences(expense, after).items():
            months[month] = months.get(month, NOTHING).plus(figures)
        expense = after
    return expense, {month: figures for month, figures in months.items() if figures != NOTHING}


@given(said=st.lists(JOB, max_size=5), data=st.data())
def test_a_job_depends_on_no_order(said: list[tuple[str, Any]], data: st.DataObject) -> None:
    story = facts(said)
    assert job_of(story) == job_of(data.draw(st.permutations(story)))


def job_of(story: list[Fact]) -> Job:
    job = Job("job_1")
    for fact in story:
        job = job.after(fact)
    return job


@given(said=st.lists(ACCOUNT, max_size=6), data=st.data())
def test_an_account_depends_on_no_order(said: list[tuple[str, Any]], data: st.DataObject) -> None:
    story = facts(said)
    assert columns_of(story) == columns_of(data.draw(st.permutations(story)))


def columns_of(story: list[Fact]) -> dict[str, Any]:
    registers, columns = dict[str, int](), dict[str, Any]()
    for fact in story:
        for name, told in newer(registers, fact).items():
            registers[name] = fact.sequence
            columns |= told
    return columns
