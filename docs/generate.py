"""Writes the generated tables of the README and its pages anew, from where their contents are declared."""

import re
from pathlib import Path

from docs import facts
from docs.limits import PAGE as ATTENTION
from docs.limits import listed
from docs.machines import PAGES, drawn
from domain.errors import ErrorCode, UserErrorCode
from gateway.settings import settings_table
from gateway.websocket.close_codes import CloseCode

README = Path(__file__).parent.parent / "README.md"


def blocks() -> dict[str, str]:
    """The tables by the name of their place."""
    errors = [f"| `{code.value}` | {code.status} | {code.meaning} |" for code in ErrorCode]
    user_errors = [f"| `{code.value}` | {code.meaning} |" for code in UserErrorCode]
    close_codes = [f"| {code} | {code.reason} | {code.meaning} |" for code in CloseCode]
    return {
        "error codes": "\n".join(["| code | status | meaning |", "| --- | --- | --- |", *errors]),
        "user error codes": "\n".join(["| code | meaning |", "| --- | --- |", *user_errors]),
        "close codes": "\n".join(["| code | reason | meaning |", "| --- | --- | --- |", *close_codes]),
        "settings": settings_table().strip(),
    }


def written(text: str) -> str:
    """The README with its tables as they should be."""
    for name, table in blocks().items():
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text, count = place.subn(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text)
        if count != 1:
            raise SystemExit(f"README.md must have one place for: {name}")
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text()))
    for page in PAGES:
        page.write_text(drawn(page.read_text()))
    ATTENTION.write_text(listed(ATTENTION.read_text()))
    facts.SCHEMA.write_text(facts.schema())
    facts.PAGE.write_text(facts.listed(facts.PAGE.read_text()))
