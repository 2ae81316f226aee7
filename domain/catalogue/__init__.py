"""What the Academy and the Resources page offer: courses with their lessons and quizzes, and material to take away."""

from domain.catalogue.catalogue import Catalogue, Wanted
from domain.catalogue.course import Choice, Course, Lesson, Question, Quiz
from domain.catalogue.resource import Resource

__all__ = ["Catalogue", "Choice", "Course", "Lesson", "Question", "Quiz", "Resource", "Wanted"]
