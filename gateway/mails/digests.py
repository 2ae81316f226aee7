"""Digests as they are read: the figures and the clients of `resolvers.digesting.content`, in words."""

from collections.abc import Mapping
from typing import Any

from gateway.mails.filling import filled
from gateway.mails.texts import texts

# Red, amber, blue, green; dark enough to be read on white.
_COLOURS = {"CRITICAL": "#b3261e", "WARNING": "#8a5a00", "INFO": "#1769aa", "NONE": "#2e7d32"}
# The figures say the same.
_COUNTED = frozenset({"MISSING_RECEIPTS", "EXPORT_PENDING"})


def described(words: Mapping[str, Any], said: Mapping[str, Any], portal_url: str) -> dict[str, Any]:
    """What the layout of digests takes beside that of all mails; `words` are the texts of the kind of mail."""
    figures = [(label, filled(text, {**said, **_own_words(said)})) for label, text in words["figures"]]
    return {
        "figures": [(label, text) for label, text in figures if text],
        "clients": [_client(each, said, portal_url) for each in said["clients"]],
        "clients_head": words.get("clients_head"),
        "more": filled(words.get("more", ""), said),
    }


def _client(each: Mapping[str, Any], said: Mapping[str, Any], portal_url: str) -> dict[str, Any]:
    return {
        "name": each["name"],
        "link": portal_url + each["page"],
        "colour": _COLOURS[each["level"]],
        "balance": each["balance"],
        **_own_words({**each, "time_zone": said["time_zone"]}),
    }


def _own_words(each: Mapping[str, Any]) -> dict[str, Any]:
    """The level and what asks for attention, of one client; nothing for a portfolio."""
    if "signals" not in each:
        return {}
    layout = texts()["digest"]
    counted = [text for name in ("missing", "ready", "hidden") if (text := filled(layout[name], each))]
    kinds = [one["kind"] for one in each["signals"] if one["kind"] not in _COUNTED]
    other = [filled(layout["signals"][kind], each) for kind in kinds]
    return {"level": layout["levels"][each["level"]], "notes": counted + other, "other": other}
