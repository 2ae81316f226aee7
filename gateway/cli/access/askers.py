"""As whom documents are checked: what `--as` says."""

from collections.abc import Mapping
from dataclasses import dataclass

import click

from domain.access import ANONYMOUS, Viewer, ViewerKind, grant_bits, machine_with
from domain.account import Account
from domain.vocabulary import OF_FIRMS, AccessLevel, AccessStatus, Grant, Role, Scope

_OTHERS: Mapping[str, Viewer] = {
    "PERSON": Viewer(ViewerKind.PERSON),
    "ANONYMOUS": ANONYMOUS,
    "OPERATOR": machine_with(Scope.PLATFORM_OPERATE),
}
_LEVELS: Mapping[str, AccessLevel] = {level.value: level for level in AccessLevel}
_STATES = (AccessStatus.SUSPENDED, AccessStatus.DISCONNECTED)


@dataclass(frozen=True, slots=True)
class Asker:
    """A kind of caller, and what every client allows; without `account`, fields that look at clients are open."""

    name: str
    viewer: Viewer
    account: Account | None = None


def asker(said: str) -> Asker:
    """The caller that a word names; raises click.BadParameter."""
    who, _, rest = said.strip().partition(":")
    if who.lower() == "integration":
        return Asker(said, Viewer(ViewerKind.INTEGRATION, scopes=frozenset(map(_scope, _words(rest, ",")))))
    name = who.upper()
    if name in _OTHERS and not rest:
        return Asker(said, _OTHERS[name])
    if name not in Role.__members__:
        allowed = ", ".join([*Role.__members__, *_OTHERS])
        raise click.BadParameter(f"{who!r} is none of {allowed}, integration:SCOPE,...", param_hint="--as")
    return Asker(said, Viewer(ViewerKind.COLLEAGUE, role=Role[name]), _account(rest) if rest else None)


def _account(said: str) -> Account:
    first, *grants = _words(said.upper(), "+")
    if first in _STATES:
        return Account(first, False)
    level = _LEVELS.get(first)
    if level is None:
        allowed = ", ".join([*_LEVELS, *(state.value for state in _STATES)])
        raise click.BadParameter(f"{first!r} is none of {allowed}.", param_hint="--as")
    return Account(level=level, grants=grant_bits(tuple(map(_grant, grants))))


def _grant(name: str) -> Grant:
    if name not in Grant.__members__:
        raise click.BadParameter(f"{name!r} is none of the grants {', '.join(Grant)}.", param_hint="--as")
    return Grant[name]


def _scope(name: str) -> Scope:
    allowed = [scope for scope in Scope if scope in OF_FIRMS]
    found = next((scope for scope in allowed if scope.value == name), None)
    if found is None:
        raise click.BadParameter(f"{name!r} is none of the scopes {', '.join(allowed)}.", param_hint="--as")
    return found


def _words(text: str, separator: str) -> list[str]:
    return [word.strip() for word in text.split(separator) if word.strip()]
