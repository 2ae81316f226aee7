"""How streams end is published."""

from pathlib import Path

from gateway.streams import EndingCode

PAGE = Path(__file__).parents[2] / "docs" / "subscriptions.md"


def test_every_ending_is_in_the_documentation_with_its_meaning() -> None:
    text = PAGE.read_text()
    assert [f"| `{code.value}` | {code.meaning} |" in text for code in EndingCode] == [True] * len(EndingCode)
