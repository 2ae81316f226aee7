"""Enrolments in courses, lessons done, attempts at quizzes, certificates."""

import sqlalchemy as sa
from alembic import op

from store.tables.base import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# From the last to the first that others point at.
TABLES = ("certificate", "quiz_attempt", "lesson_done", "enrolment")
_PARTNER = "nullif(current_setting('gateway.partner_id', true), '')::uuid"


def upgrade() -> None:
    _enrolments()
    _lessons()
    _certificates()
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            own = f"partner_id = {_PARTNER}"
            op.execute(f"CREATE POLICY {table}_tenant ON {table} USING ({own}) WITH CHECK ({own})")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _enrolments() -> None:
    op.create_table(
        "enrolment",
        *_start("enrolment"),
        sa.Column("colleague_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("course_title", sa.String(200), nullable=False),
        sa.Column("course_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("enrolled_by", sa.Uuid(), nullable=False),
        sa.Column("enrolled_at", Moment(), nullable=False),
        sa.Column("started_at", Moment()),
        sa.Column("completed_at", Moment()),
        sa.Column("left_at", Moment()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        _belongs("enrolment", "colleague_id", "colleague"),
        _belongs("enrolment", "enrolled_by", "colleague"),
    )
    _one("uq_enrolment_open", "enrolment", sa.text("status IN ('ENROLLED', 'IN_PROGRESS')"))
    op.create_index("ix_enrolment_colleague", "enrolment", ["partner_id", "colleague_id", "id"])


def _lessons() -> None:
    op.create_table(
        "lesson_done",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer()),
        sa.Column("done_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_lesson_done_partner_id"),
        sa.PrimaryKeyConstraint("partner_id", "enrolment_id", "lesson_id", name="pk_lesson_done"),
        _belongs("lesson_done", "enrolment_id", "enrolment", ondelete="CASCADE"),
    )
    op.create_table(
        "quiz_attempt",
        *_start("quiz_attempt"),
        sa.Column("colleague_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        _belongs("quiz_attempt", "colleague_id", "colleague"),
    )
    columns = ["partner_id", "colleague_id", "lesson_id", "at"]
    op.create_index("ix_quiz_attempt_lesson", "quiz_attempt", columns)


def _certificates() -> None:
    op.create_table(
        "certificate",
        *_start("certificate"),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("colleague_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("course_title", sa.String(200), nullable=False),
        sa.Column("course_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("renewable_from", Moment()),
        sa.Column("expires_at", Moment()),
        sa.Column("notices", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("renews", sa.Uuid()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        _belongs("certificate", "colleague_id", "colleague"),
        _belongs("certificate", "enrolment_id", "enrolment"),
        _belongs("certificate", "renews", "certificate"),
    )
    op.create_index("uq_certificate_number", "certificate", ["partner_id", "number"], unique=True)
    _one("uq_certificate_current", "certificate", sa.text("status <> 'RENEWED'"))
    op.create_index("ix_certificate_colleague", "certificate", ["partner_id", "colleague_id", "id"])
    op.create_index("ix_certificate_enrolment", "certificate", ["partner_id", "enrolment_id"])


def _start(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=f"fk_{table}_partner_id"),
        sa.PrimaryKeyConstraint("partner_id", "id", name=f"pk_{table}"),
    ]


def _belongs(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["partner_id", column],
        [f"{to}.partner_id", f"{to}.id"],
        name=f"fk_{table}_partner_id_{column}",
        ondelete=ondelete,
    )


def _one(name: str, table: str, condition: sa.TextClause) -> None:
    """One live row of a colleague and a course."""
    columns = ["partner_id", "colleague_id", "course_id"]
    op.create_index(name, table, columns, unique=True, sqlite_where=condition, postgresql_where=condition)
