"""Texts with their values: how mails, and the pages that they lead to, are filled in, and how values are written."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

from domain.money import Money

_FOLDER = Path(__file__).parent / "templates"


def filled(template: str, values: Mapping[str, Any]) -> str:
    """A text with its values, not escaped: the layout does that."""
    return PLAIN.from_string(template).render(values).strip()


def one_line(text: str) -> str:
    """One line: a header that held more could be continued by whoever chose the words."""
    return " ".join(text.split())


def _day(value: str) -> str:
    moment = datetime.fromisoformat(value)
    return f"{moment.day} {moment:%B %Y}"


def _moment(value: datetime, time_zone: str) -> str:
    local = value.astimezone(ZoneInfo(time_zone))
    return f"{local.day} {local:%B}, {local:%H:%M}"


def _words(value: str) -> str:
    return value.replace("_", " ").lower()


def _number(value: int) -> str:
    return f"{value:,}"


def _money(value: Money) -> str:
    return f"{value.currency_code}\u00a0{value.amount:,}"


def _environment(*, is_html: bool) -> Environment:
    # What is filled in comes from people: in HTML every value is escaped.
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=is_html,  # noqa: S701
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": _day, "moment": _moment, "words": _words, "number": _number, "money": _money}
    return made


PLAIN, HTML = _environment(is_html=False), _environment(is_html=True)
