"""Writes the limits of attention rules into the page that tells of them, from the data by which they hold."""

import re
from pathlib import Path

from domain.attention_rules import LIMITS, PRODUCT
from domain.vocabulary import AttentionLimit

PAGE = Path(__file__).parent / "attention.md"
_PLACE = re.compile(r"(<!-- limits -->\n).*?(<!-- end -->)", re.DOTALL)


def listed(text: str) -> str:
    """The page with its limits as they should be."""
    head = ["| limit | of | unit | default | can be | meaning |", "| --- | --- | --- | --- | --- | --- |"]
    table = "\n".join([*head, *map(_row, AttentionLimit)])
    return _PLACE.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text)


def _row(limit: AttentionLimit) -> str:
    of = LIMITS[limit]
    bounds = f"{of.least} to {of.most}"
    return f"| `{limit}` | `{of.kind}` | {of.unit} | {PRODUCT.value(limit)} | {bounds} | {of.meaning} |"
