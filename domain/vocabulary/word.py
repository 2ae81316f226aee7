"""A closed list of words."""

from enum import StrEnum


class Word(StrEnum):
    """A closed list of words whose stored form is the word itself."""
