"""The words of mails, a file per language; the one place for translators."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGE = "en"


@cache
def texts(language: str = LANGUAGE) -> dict[str, dict[str, Any]]:
    """What each kind of mail says, as templates; `layout` has what all of them share."""
    return tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text())
