"""What follows from the profile."""

from collections.abc import Mapping
from typing import Any

from gateway.settings.environment import Default


def in_development(values: Mapping[str, Any]) -> bool:
    """Whether the conveniences of development are on, by the settings read so far."""
    return bool(values["profile"] == "development")


DEVELOPMENT_ONLY = Default("`true` in development, `false` in production", in_development)
