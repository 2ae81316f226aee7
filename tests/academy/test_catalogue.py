"""Catalogues are read from a folder, and whatever is wrong with one is told, with its place, all at once."""

from pathlib import Path

import pytest

from domain.vocabulary import LessonKind
from gateway.settings import Settings, SettingsError
from gateway.wiring import catalogue_of
from store.catalogue import CatalogueError, built_in, read_catalogue

COURSE = """
[[courses]]
key = "cash"
title = "Cash"
summary = "All about it."
language = "en"
level = "BEGINNER"
topics = ["CARDS"]
version = 1

[[courses.lessons]]
key = "check"
title = "Check"
kind = "QUIZ"
minutes = 5
pass_percent = 50
most_attempts = 3

[[courses.lessons.questions]]
key = "where"
text = "Where is it?"
right = ["a"]
[courses.lessons.questions.choices]
a = "Here"
b = "There"
"""
RESOURCE = """
[[resources]]
key = "sheet"
title = "Sheet"
summary = "To fill in."
kind = "TEMPLATE"
languages = ["en"]
topics = ["CARDS"]
url = "https://example.com/sheet"
updated_on = 2026-05-04
"""
READING = """
[[courses.lessons]]
key = "more"
title = "More"
kind = "READING"
minutes = 5
"""
MISTAKES = {
    COURSE + COURSE: "courses.toml: course 'cash': there is another course of this key; choose another one.",
    COURSE.replace('key = "cash"', 'key = "Cash!"'): "courses.toml: course 'Cash!': `key` must match pattern "
    "^[a-z0-9]+(-[a-z0-9]+)*$.",
    COURSE.replace("version = 1", "version = 0"): "courses.toml: course 'cash': `version` must be bigger than or equal "
    "to 1.",
    COURSE.replace("version = 1", ""): "courses.toml: course 'cash': it must contain ['version'] properties.",
    COURSE.replace("version = 1", "verison = 1\nversion = 1"): "courses.toml: course 'cash': it must not contain "
    "{'verison'} properties.",
    COURSE.replace('"CARDS"', '"CASH"'): "courses.toml: course 'cash': `topics.0` must be one of ['BOOKKEEPING', "
    "'MONTH_END', 'RECEIPTS', 'VAT', 'CARDS', 'ONBOARDING', 'INTEGRATIONS', 'SECURITY', 'ADVISORY', 'MARKETING'].",
    COURSE.replace('right = ["a"]', 'right = ["c"]'): "courses.toml: course 'cash': lesson 'check': question 'where': "
    "`right` names 'c', which is not one of its choices.",
    COURSE.replace("most_attempts = 3", ""): "courses.toml: course 'cash': lesson 'check': `most_attempts` is missing, "
    "which a QUIZ needs.",
    COURSE.replace("minutes = 5", 'minutes = 5\nurl = "https://example.com"'): "courses.toml: course 'cash': lesson "
    "'check': `url` is not for a QUIZ; remove it.",
    COURSE + READING: "courses.toml: course 'cash': lesson 'more': `url` is missing; only a QUIZ has none.",
    COURSE + READING.replace("more", "check") + 'url = "https://example.com"': "courses.toml: course 'cash': lesson "
    "'check' is there twice; give each a key of its own.",
    COURSE.replace("version = 1", 'version = 1\ncountries = ["XX"]'): "courses.toml: course 'cash': `countries` has "
    "XX, which is no country; write ISO 3166-1 codes, such as DK.",
    RESOURCE.replace("2026-05-04", '"2026-05-04"'): "courses.toml: resource 'sheet': `updated_on` must be a date "
    "without quotes, such as 2026-05-04.",
    RESOURCE.replace("https:", "http:"): "courses.toml: resource 'sheet': `url` must match pattern ^https://[^\\s]+$.",
    "cuorses = []": "courses.toml: it must not contain {'cuorses'} properties.",
}


def _problems(folder: Path) -> list[str]:
    with pytest.raises(CatalogueError) as raised:
        read_catalogue(folder)
    return raised.value.problems


@pytest.mark.parametrize("text", MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str) -> None:
    (tmp_path / "courses.toml").write_text(text)
    assert _problems(tmp_path) == [MISTAKES[text]]


def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "courses.toml").write_text("[[courses]]\nkey = x")
    (problem,) = _problems(tmp_path)
    assert problem.startswith("courses.toml: cannot be read as TOML: Invalid value (at line 2")


def test_mistakes_of_several_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(COURSE.replace("version = 1", ""))
    (tmp_path / "b.toml").write_text("nonsense")
    (tmp_path / "notes.txt").write_text("nonsense too")
    assert [problem.partition(":")[0] for problem in _problems(tmp_path)] == ["a.toml", "b.toml"]


def test_a_folder_without_files_is_a_mistake(tmp_path: Path) -> None:
    assert _problems(tmp_path) == ["the folder has no .toml file."]


def test_ids_follow_from_keys_wherever_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "here.toml").write_text(COURSE)
    (tmp_path / "resources.toml").write_text(RESOURCE)
    before = read_catalogue(tmp_path)
    (tmp_path / "here.toml").rename(tmp_path / "there.toml")
    (tmp_path / "there.toml").write_text(COURSE.replace("Check", "Examination"))
    after = read_catalogue(tmp_path)
    assert [course.id for course in before.courses] == [course.id for course in after.courses]
    assert set(before.lesson_by_id) == set(after.lesson_by_id)
    assert len({*before.course_by_id, *before.lesson_by_id, *before.resource_by_id}) == 3


def test_the_settings_name_the_variable_with_each_mistake(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    settings = Settings.from_environment({"GATEWAY_DATA_DIR": str(tmp_path), "GATEWAY_CATALOGUE": str(folder)})
    with pytest.raises(SettingsError) as raised:
        catalogue_of(settings)
    assert list(raised.value.problems) == ["GATEWAY_CATALOGUE: the folder has no .toml file."]


def test_the_built_in_catalogue_is_whole() -> None:
    found = built_in()
    assert len(found.courses) >= 6
    assert len(found.resources) >= 20
    assert {"en", "da", "de", "sv"} <= {course.language for course in found.courses}
    quizzes = [lesson.quiz for lesson in found.lesson_by_id.values() if lesson.kind is LessonKind.QUIZ]
    assert all(question.right for quiz in quizzes if quiz for question in quiz.questions)


def test_what_is_right_is_not_even_part_of_a_questions_description() -> None:
    quiz = next(lesson.quiz for lesson in built_in().lesson_by_id.values() if lesson.quiz)
    assert "right" not in repr(quiz)
