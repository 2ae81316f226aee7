"""The YearMonth scalar's Python type; the schema gives it its parser."""

from typing import NewType

YearMonth = NewType("YearMonth", str)
