"""Calendar months as `YYYY-MM`, in a named time zone."""

import re
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

_FORM = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])")


def parse_month(text: str) -> str:
    """Returns a month `YYYY-MM` unchanged; raises ValueError for anything else."""
    if not _FORM.fullmatch(text):
        raise ValueError(f"{text!r} is not a month; write YYYY-MM, for example 2026-05")
    return text


def month_of(moment: datetime, time_zone: str) -> str:
    """The month in which an aware moment falls, in an IANA time zone."""
    return moment.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m")


def earlier(month: str, by: int) -> str:
    """The month that lies `by` months before (after, when negative)."""
    ordinal = int(month[:4]) * 12 + int(month[5:]) - 1 - by
    return f"{ordinal // 12:04d}-{ordinal % 12 + 1:02d}"


@lru_cache(256)
def months_ending(last: str, count: int) -> tuple[str, ...]:
    """`count` consecutive months up to and including `last`, oldest first."""
    return tuple(earlier(last, by) for by in reversed(range(count)))
