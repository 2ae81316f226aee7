"""How a command is told which firm, or what of it, is meant."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from domain.ids import IdKind, decode, encode

if TYPE_CHECKING:
    from uuid import UUID

    from store.engine import Store

_FORMS = "its id (partner_...), or country and number as DK:12345678"


def partner_option(which: str, *, required: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--partner`, with a sentence on which firm it names; `the_firm` finds it."""
    return click.option("--partner", required=required, metavar="FIRM", help=f"{which}: {_FORMS}.")


async def the_firm(store: "Store", name: str) -> "UUID":
    """The firm of a `--partner`; raises click.BadParameter."""
    found = await _found(store, name)
    if found is None:
        cure = f"There is no such firm. Name it by {_FORMS}; `gateway partner list` lists them."
        raise click.BadParameter(cure, param_hint="--partner")
    return found


async def public_id(store: "Store", name: str) -> str:
    """The public id of a firm as callers over HTTP send it; a name that no firm has stays as it is."""
    found = await _found(store, name)
    return name if found is None else encode(IdKind.PARTNER, found)


def id_option(kind: IdKind, text: str, option: str) -> "UUID":
    """What a public id names; raises click.BadParameter."""
    found = decode(kind, text)
    if found is None:
        raise click.BadParameter(f"It must be an id like {kind.value}_01h....", param_hint=option)
    return found


async def _found(store: "Store", name: str) -> "UUID | None":
    from loaders.firm import firm_named
    from resolvers.inviting.registers import normalised

    found = await firm_named(store, name)
    country, _, number = name.partition(":")
    country = country.strip().upper()
    if found is None and (stored := normalised(country, number.strip())):
        found = await firm_named(store, f"{country}:{stored}")
    return found
