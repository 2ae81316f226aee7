"""The Academy and the Resources, described."""

from domain import vocabulary as words
from schema.enums.describe import describe

describe(
    words.Topic,
    "What a course or a resource is about.",
    BOOKKEEPING="The daily work.",
    MONTH_END="Cut-off days, exports, closing.",
    RECEIPTS="Receipts and what they have to show.",
    VAT="Value added tax.",
    CARDS="Cards and the money on them.",
    ONBOARDING="Taking on new clients.",
    INTEGRATIONS="Accounting systems and programs.",
    SECURITY="Rights, fraud, safe ways to work.",
    ADVISORY="Advice to clients.",
    MARKETING="Telling of the firm.",
)
describe(
    words.CourseLevel,
    "For whom a course is.",
    BEGINNER="For those who begin.",
    INTERMEDIATE="For those with some months of practice.",
    ADVANCED="For those with special tasks.",
)
describe(
    words.EnrolmentStatus,
    "Where a colleague stands in a course.",
    ENROLLED="No lesson is begun.",
    IN_PROGRESS="Some lessons are to be done.",
    COMPLETED="All lessons are done.",
    LEFT="It was left before its end.",
)
describe(
    words.CertificateStatus,
    "Whether a certificate holds.",
    VALID="It is good now.",
    RENEWAL_DUE="It holds for 30 more days at the most: take the course again.",
    EXPIRED="It holds no more.",
    RENEWED="Another one has taken its place.",
)
describe(
    words.LessonKind,
    "What is done in a lesson.",
    VIDEO="Something is watched.",
    READING="Something is read.",
    QUIZ="Questions are answered.",
)
describe(
    words.ResourceKind,
    "What a resource is.",
    TEMPLATE="A text or sheet to adapt.",
    CHECKLIST="Steps to tick off.",
    GUIDE="An explanation to read.",
    VIDEO="Something to watch.",
    BRAND="Logos and the like.",
)
