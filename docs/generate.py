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
SETTINGS, ERRORS = (README.parent / "docs" / name for name in ("settings.md", "errors.md"))
TABLES = {
    README: ("error codes", "close codes", "main settings"),
    SETTINGS: ("settings",),
    ERRORS: ("user error codes",),
}
_MAIN = """
    PROFILE DATABASE_URL REDIS_URL HOST PORT WORKERS PUBLIC_URL PLATFORM_URL ISSUERS TOKEN_LEEWAY_SECONDS SECRET_KEYS
    SMTP_URL METRICS REQUEST_TIMEOUT_SECONDS MAX_BODY_BYTES MAX_COST
""".split()


def blocks() -> dict[str, str]:
    """The tables by the name of their place."""
    errors = [f"| `{code.value}` | {code.status} | {code.meaning} |" for code in ErrorCode]
    user_errors = [f"| `{code.value}` | {code.meaning} |" for code in UserErrorCode]
    close_codes = [f"| {code} | {code.reason} | {code.meaning} |" for code in CloseCode]
    return {
        "error codes": "\n".join(["| code | status | meaning |", "| --- | --- | --- |", *errors]),
        "user error codes": "\n".join(["| code | meaning |", "| --- | --- |", *user_errors]),
        "close codes": "\n".join(["| code | reason | meaning |", "| --- | --- | --- |", *close_codes]),
        "settings": settings_table(),
        "main settings": settings_table({f"GATEWAY_{name}" for name in _MAIN}),
    }


def written(page: Path) -> str:
    """A page with its tables as they should be."""
    text, tables = page.read_text(), blocks()
    for name in TABLES[page]:
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text, count = place.subn(lambda found, table=tables[name]: f"{found[1]}{table}\n{found[2]}", text)
        if count != 1:
            raise SystemExit(f"{page.name} must have one place for: {name}")
    return text


if __name__ == "__main__":
    for page in TABLES:
        page.write_text(written(page))
    for page in PAGES:
        page.write_text(drawn(page.read_text()))
    ATTENTION.write_text(listed(ATTENTION.read_text()))
    facts.SCHEMA.write_text(facts.schema())
    facts.PAGE.write_text(facts.listed(facts.PAGE.read_text()))
