"""The table of settings in words, for the README and the command line's help."""

from collections.abc import Collection

from gateway.settings.environment import settings_of, variable
from gateway.settings.model import Settings


def settings_rows() -> list[tuple[str, str, str, str]]:
    """Give (variable, kind, default, meaning) of every setting, in the order of declaration."""
    return [
        (variable(name), each.kind.name, each.default.words, each.meaning)
        for name, each in settings_of(Settings).items()
    ]


def settings_table(only: Collection[str] = ()) -> str:
    """Give the settings, or only some variables, as a Markdown table."""
    head = "| variable | value | default | meaning |\n| --- | --- | --- | --- |\n"
    return head + "\n".join(
        f"| `{name}` | {kind} | {default} | {meaning} |"
        for name, kind, default, meaning in settings_rows()
        if not only or name in only
    )
