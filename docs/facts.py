"""Writes what docs/facts.md lists, and docs/facts.schema.json, from the form that facts are checked by."""

import json
import re
from pathlib import Path
from typing import Any

from domain.facts.fact import FactKind
from domain.facts.schema import DATA, published
from domain.facts.words import FactOutcome

PAGE = Path(__file__).parent / "facts.md"
SCHEMA = Path(__file__).parent / "facts.schema.json"


def schema() -> str:
    """The whole form as JSON Schema."""
    return json.dumps(published(), indent=2, ensure_ascii=False) + "\n"


def listed(text: str) -> str:
    """The page with its lists of kinds and outcomes as they should be."""
    kinds = [f"| `{kind.value}` | {_members(DATA[kind])} | {kind.meaning} |" for kind in FactKind]
    outcomes = [f"| `{outcome.value}` | {outcome.meaning} |" for outcome in FactOutcome]
    for name, head, rows in (
        ("kinds", "| kind | `data` | what happened |\n| --- | --- | --- |", kinds),
        ("outcomes", "| outcome | what became of the fact |\n| --- | --- |", outcomes),
    ):
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        table = "\n".join([head, *rows])
        text = place.sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text)
    return text


def _members(form: dict[str, Any]) -> str:
    """The members of `data`; those that may be left out with a question mark."""
    named = (f"`{name}`" if name in form["required"] else f"`{name}`?" for name in form["properties"])
    return ", ".join(named) or "none"
