"""What the attention rules look at besides the client itself: rows of many tables, read by one statement."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    Text,
    Uuid,
    and_,
    cast,
    func,
    null,
    or_,
    select,
    union_all,
)

from domain.facts.words import ExpenseReview, ExportJobStatus
from domain.vocabulary import AssignmentStatus, DueKind, GrantRequestStatus
from loaders.scope import ALL, NOW, TENANT, of_tenant, spelt_out
from store.attention import ALL_CLIENTS
from store.statement import Row, any_of
from store.tables import assignment, attention_rule, due, expense, export_job, grant_request, month_figure, partner
from store.tables.base import Moment
from store.writing import UnitOfWork

_COLUMNS: dict[str, Any] = {
    "client_id": Uuid(),
    "at": Moment(),
    "until": Moment(),
    "number": Integer(),
    "exported": Integer(),
    "ready": Integer(),
    "minor": BigInteger(),
    "exported_minor": BigInteger(),
    "word": String(),
    "limits": Text(),
}


async def facts_told(work: UnitOfWork, ids: Collection[UUID]) -> Sequence[Row]:
    """What else is known: rows of many tables in one shape, `what` says of which.

    | what | a row for each |
    | --- | --- |
    | firm, rule | firm: its cut-off day in `number`; rule of a kind (`word`), of a client or of all |
    | due | client: what is filed (`at`), and as of when it was judged (`until`) |
    | works | live assignment, with its end in `until` |
    | left | client on whom somebody worked: until when |
    | receipts | client with missing receipts: their number, and since when |
    | details, job, grant | expense, export job and grant request that waits, since when and until when |
    | month | month (`word`) with expenses to export |
    """
    given = {"tenant": work.partner_id, "keys": ids, "now": work.now, "all_clients": ALL_CLIENTS}
    return await work.fetch(_facts, (), given)


def _facts() -> Select[Any]:
    arms = (_firm, _rules, _filed, _works, _left, _receipts, _details, _months, _jobs, _grants)
    told = union_all(*(arm() for arm in arms)).subquery()
    return select(*told.c)


def _arm(what: str, table: FromClause, *where: ColumnElement[bool], **columns: ColumnElement[Any]) -> Select[Any]:
    unknown = set(columns) - set(_COLUMNS)
    if unknown:
        raise LookupError(f"there are no columns {unknown}")
    shown = [columns.get(name, cast(null(), type_)).label(name) for name, type_ in _COLUMNS.items()]
    return select(spelt_out(what).label("what"), *shown).select_from(table).where(*where)


def _of(table: FromClause, what: str, *where: ColumnElement[bool], **columns: ColumnElement[Any]) -> Select[Any]:
    mine = (of_tenant(table), any_of(table.c.client_id))
    return _arm(what, table, *mine, *where, client_id=table.c.client_id, **columns)


def _firm() -> Select[Any]:
    return _arm("firm", partner, of_tenant(partner), number=partner.c.cut_off_day)


def _rules() -> Select[Any]:
    own = or_(attention_rule.c.client_id == ALL, any_of(attention_rule.c.client_id))
    columns = {"word": attention_rule.c.kind, "limits": cast(attention_rule.c.limits, Text())}
    return _arm("rule", attention_rule, of_tenant(attention_rule), own, client_id=attention_rule.c.client_id, **columns)


def _filed() -> Select[Any]:
    mine = (due.c.partner_id == TENANT, due.c.kind == spelt_out(DueKind.CLIENT), any_of(due.c.object_id))
    return _arm("due", due, *mine, client_id=due.c.object_id, at=due.c.at, until=due.c.seen_at)


def _works() -> Select[Any]:
    return _of(
        assignment, "works", assignment.c.status == spelt_out(AssignmentStatus.ACTIVE), until=assignment.c.ends_at
    )


def _left() -> Select[Any]:
    ended = assignment.c.status == spelt_out(AssignmentStatus.ENDED)
    return _of(assignment, "left", ended, until=func.max(assignment.c.ended_at)).group_by(assignment.c.client_id)


def _receipts() -> Select[Any]:
    c = expense.c
    missing = and_(~c.has_receipt, c.exported_at.is_(None), c.submitted_at.is_not(None))
    return _of(expense, "receipts", missing, number=func.count(), at=func.min(c.submitted_at)).group_by(c.client_id)


def _details() -> Select[Any]:
    return _of(expense, "details", expense.c.review == spelt_out(ExpenseReview.NEEDS_DETAILS), at=expense.c.reviewed_at)


def _months() -> Select[Any]:
    c = month_figure.c
    return _of(
        month_figure,
        "month",
        or_(c.exported_count < c.submitted_count, c.ready_count > 0),
        word=c.month,
        number=c.submitted_count,
        exported=c.exported_count,
        ready=c.ready_count,
        minor=c.submitted_minor,
        exported_minor=c.exported_minor,
    )


def _jobs() -> Select[Any]:
    return _of(export_job, "job", export_job.c.status == spelt_out(ExportJobStatus.RUNNING), at=export_job.c.started_at)


def _grants() -> Select[Any]:
    c = grant_request.c
    pending = (c.status == spelt_out(GrantRequestStatus.PENDING), c.expires_at > NOW)
    return _of(grant_request, "grant", *pending, at=c.created_at, until=c.expires_at)
