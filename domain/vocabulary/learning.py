"""The Academy and the Resources."""

from domain.vocabulary.word import Word


class Topic(Word):
    """What a course or a resource is about."""

    BOOKKEEPING = "BOOKKEEPING"
    MONTH_END = "MONTH_END"
    RECEIPTS = "RECEIPTS"
    VAT = "VAT"
    CARDS = "CARDS"
    ONBOARDING = "ONBOARDING"
    INTEGRATIONS = "INTEGRATIONS"
    SECURITY = "SECURITY"
    ADVISORY = "ADVISORY"
    MARKETING = "MARKETING"


class CourseLevel(Word):
    """For whom a course is."""

    BEGINNER = "BEGINNER"
    INTERMEDIATE = "INTERMEDIATE"
    ADVANCED = "ADVANCED"


class LessonKind(Word):
    """What is done in a lesson."""

    VIDEO = "VIDEO"
    READING = "READING"
    QUIZ = "QUIZ"


class ResourceKind(Word):
    """What a resource is."""

    TEMPLATE = "TEMPLATE"
    CHECKLIST = "CHECKLIST"
    GUIDE = "GUIDE"
    VIDEO = "VIDEO"
    BRAND = "BRAND"


class EnrolmentStatus(Word):
    """Where a colleague stands in a course; the machine in `domain.academy` says what follows."""

    ENROLLED = "ENROLLED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    LEFT = "LEFT"


class CertificateStatus(Word):
    """Whether a certificate holds; the machine in `domain.academy` says what follows."""

    VALID = "VALID"
    RENEWAL_DUE = "RENEWAL_DUE"
    EXPIRED = "EXPIRED"
    RENEWED = "RENEWED"
