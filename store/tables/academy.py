"""What colleagues learn: enrolments, lessons done, attempts at quizzes, certificates.

Courses and lessons are of the catalogue, which is no table; title and version stay here when a course is gone.
"""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Uuid, text

from store.tables.base import METADATA, Moment, belongs_to, own_id, partner_key, words

_OPEN = text("status IN ('ENROLLED', 'IN_PROGRESS')")
_CURRENT = text("status <> 'RENEWED'")

enrolment = Table(
    "enrolment",
    METADATA,
    partner_key(),
    own_id(),
    Column("colleague_id", Uuid, nullable=False),
    Column("course_id", Uuid, nullable=False),
    Column("course_title", String(200), nullable=False),
    # As it was when the colleague enrolled, or, of a completed one, when they completed it.
    Column("course_version", Integer, nullable=False),
    words("status"),
    # Somebody else, or the colleague.
    Column("enrolled_by", Uuid, nullable=False),
    Column("enrolled_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("completed_at", Moment),
    Column("left_at", Moment),
    Column("version", Integer, nullable=False, server_default="1"),
    belongs_to("colleague", "colleague_id"),
    belongs_to("colleague", "enrolled_by"),
    Index(
        "uq_enrolment_open",
        "partner_id",
        "colleague_id",
        "course_id",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    Index("ix_enrolment_colleague", "partner_id", "colleague_id", "id"),
)

lesson_done = Table(
    "lesson_done",
    METADATA,
    partner_key(),
    Column("enrolment_id", Uuid, primary_key=True),
    Column("lesson_id", Uuid, primary_key=True),
    # Of a quiz, in percent.
    Column("score", Integer),
    Column("done_at", Moment, nullable=False),
    belongs_to("enrolment", "enrolment_id", cascade=True),
)

# Of a colleague rather than an enrolment: leaving a course and coming back gives no further attempts.
quiz_attempt = Table(
    "quiz_attempt",
    METADATA,
    partner_key(),
    own_id(),
    Column("colleague_id", Uuid, nullable=False),
    Column("lesson_id", Uuid, nullable=False),
    Column("score", Integer, nullable=False),
    Column("is_passed", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    belongs_to("colleague", "colleague_id"),
    Index("ix_quiz_attempt_lesson", "partner_id", "colleague_id", "lesson_id", "at"),
)

certificate = Table(
    "certificate",
    METADATA,
    partner_key(),
    own_id(),
    Column("number", String(40), nullable=False),
    Column("colleague_id", Uuid, nullable=False),
    Column("enrolment_id", Uuid, nullable=False),
    Column("course_id", Uuid, nullable=False),
    Column("course_title", String(200), nullable=False),
    Column("course_version", Integer, nullable=False),
    # What was noted of it; time may have gone on since (`loaders.certificate`).
    words("status"),
    Column("issued_at", Moment, nullable=False),
    Column("renewable_from", Moment),
    Column("expires_at", Moment),
    # How many of `domain.academy.NOTICES` are behind it.
    Column("notices", Integer, nullable=False, server_default="0"),
    # The one whose place it took.
    Column("renews", Uuid),
    Column("version", Integer, nullable=False, server_default="1"),
    belongs_to("colleague", "colleague_id"),
    belongs_to("enrolment", "enrolment_id"),
    belongs_to("certificate", "renews"),
    Index("uq_certificate_number", "partner_id", "number", unique=True),
    Index(
        "uq_certificate_current",
        "partner_id",
        "colleague_id",
        "course_id",
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    ),
    Index("ix_certificate_colleague", "partner_id", "colleague_id", "id"),
    Index("ix_certificate_enrolment", "partner_id", "enrolment_id"),
)
