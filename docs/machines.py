"""Draws the state machines into the pages that tell of them, from the data by which they run."""

import re
from pathlib import Path
from typing import Any

from domain.academy import CERTIFICATE, ENROLMENT
from domain.applying import APPLICATION
from domain.connection import ACCESS
from domain.granting import GRANT_REQUEST
from domain.invite import INBOUND_INVITE
from domain.machine import Machine
from domain.onboarding import ONBOARDING
from domain.own_company import OWN_COMPANY
from domain.referral import REFERRAL
from domain.webhook import WEBHOOK

FOLDER = Path(__file__).parent
PAGES = tuple(page for page in sorted(FOLDER.glob("*.md")) if "<!-- machine: " in page.read_text())
MACHINES: dict[str, Machine[Any]] = {
    "access": ACCESS,
    "application": APPLICATION,
    "certificate": CERTIFICATE,
    "enrolment": ENROLMENT,
    "grant request": GRANT_REQUEST,
    "inbound invite": INBOUND_INVITE,
    "onboarding": ONBOARDING,
    "own company": OWN_COMPANY,
    "referral": REFERRAL,
    "webhook": WEBHOOK,
}
_PLACE = re.compile(r"(<!-- machine: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def drawn(text: str) -> str:
    """A page with its machines as they should be."""
    return _PLACE.sub(lambda found: f"{found[1]}{_table(MACHINES[found[2]])}\n{found[3]}", text)


def _table(machine: Machine[Any]) -> str:
    rows = [
        f"| {before} | {event} | {after} |"
        for event, moves in machine.events.items()
        for before, after in moves.items()
    ]
    return "\n".join(
        [f"Begins as {machine.initial}.", "", "| from | event | to |", "| --- | --- | --- |", *sorted(rows)]
    )


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(drawn(page.read_text()))
