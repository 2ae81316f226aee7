"""What was found of one part of an installation; no text here ever holds an address with a password in it."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How serious a finding is."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: about what, how it is, and what to do (empty where nothing is to be done)."""

    verdict: Verdict
    subject: str
    message: str
    remedy: str = ""


def ok(subject: str, message: str) -> Finding:
    """All is as it should be."""
    return Finding(Verdict.OK, subject, message)


def warn(subject: str, message: str, remedy: str) -> Finding:
    """It works, and is not as it should be."""
    return Finding(Verdict.WARN, subject, message, remedy)


def fail(subject: str, message: str, remedy: str) -> Finding:
    """It does not work."""
    return Finding(Verdict.FAIL, subject, message, remedy)
