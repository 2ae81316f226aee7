"""Ways to what the Academy and the resources have."""

from tests.access.known_ways.roots import ACADEMY, COURSE, FIRM, MY_COURSES

WAYS: dict[str, tuple[str, ...]] = {
    "Academy": (ACADEMY,),
    "Course": (
        COURSE,
        f"{ACADEMY} Academy.courses CourseConnection.nodes",
        f"{ACADEMY} Academy.courses CourseConnection.edges CourseEdge.node",
        "Query.node/Course",
        "Query.nodes/Course",
    ),
    "Enrolment": (
        f"{COURSE} Course.myEnrolment",
        f"{MY_COURSES} EnrolmentConnection.nodes",
        f"{MY_COURSES} EnrolmentConnection.edges EnrolmentEdge.node",
        f"{ACADEMY} Academy.enrolments EnrolmentConnection.nodes",
        "Query.node/Enrolment",
        "Query.nodes/Enrolment",
    ),
    "CourseProgress": (f"{COURSE} Course.myEnrolment Enrolment.progress",),
    "LessonProgress": (f"{COURSE} Course.myEnrolment Enrolment.progress CourseProgress.lessons",),
    # Only an attempt at a quiz has one: `tests/academy/test_learning.py` reads it.
    "QuizResult": (),
    "Certificate": (
        f"{ACADEMY} Academy.certificates CertificateConnection.nodes",
        f"{ACADEMY} Academy.certificates CertificateConnection.edges CertificateEdge.node",
        f"{COURSE} Course.myCertificate",
        f"{COURSE} Course.myEnrolment Enrolment.certificate",
        f"{FIRM} Partner.colleagues ColleagueConnection.nodes Colleague.certificates",
        "Query.node/Certificate",
        "Query.nodes/Certificate",
    ),
    "Lesson": (f"{COURSE} Course.lessons", "Query.node/Lesson", "Query.nodes/Lesson"),
    "Quiz": (f"{COURSE} Course.lessons Lesson.quiz",),
    "Question": (f"{COURSE} Course.lessons Lesson.quiz Quiz.questions",),
    "Choice": (f"{COURSE} Course.lessons Lesson.quiz Quiz.questions Question.choices",),
    "Resource": (
        "Query.resources ResourceConnection.nodes",
        "Query.resources ResourceConnection.edges ResourceEdge.node",
        "Query.node/Resource",
        "Query.nodes/Resource",
    ),
}
