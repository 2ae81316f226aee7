"""How unusable settings are told: every problem at once, each with its variable and its cure."""

import difflib
from collections.abc import Iterable


class Unfit(ValueError):
    """A text that does not fit its kind; `problems` says why and what to write instead, never the text itself."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class SettingsError(Exception):
    """Raised when the environment cannot be used; `problems` holds one sentence per problem."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("The settings cannot be used:\n" + "\n".join(f"  - {each}" for each in self.problems))


def did_you_mean(name: str, known: Iterable[str], prefix: str = "") -> str:
    """Say which known name is nearest (" Did you mean X?"), or nothing when none is near.

    A `prefix` that all of them share makes none nearer.
    """
    bare = [each.removeprefix(prefix) for each in known]
    nearest = difflib.get_close_matches(name.removeprefix(prefix), bare, n=1)
    return f" Did you mean {prefix}{nearest[0]}?" if nearest else ""
