"""Moments as they are told everywhere: RFC 3339 in UTC, which ends in `Z`."""

from datetime import UTC, datetime


def utc(moment: datetime) -> str:
    """An aware moment in UTC, for example `2026-05-04T10:00:00Z`."""
    return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).isoformat()[:-6] + "Z"
