"""`gateway audit`: whether a firm's trail is whole, and the trail itself as lines of JSON."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from domain.ids import IdKind, encode
from domain.platform import PLATFORM
from gateway.cli.naming import id_option, partner_option, the_firm

if TYPE_CHECKING:
    from uuid import UUID

    from store.reading import Reader

_KINDS = {kind.name: kind for kind in IdKind}
_partner = partner_option("`platform`, or the firm", required=True)


@click.group()
def audit() -> None:
    """Check and hand out the audit trail of a firm, or of the platform: its journal of applications and operators."""


@audit.command()
@_partner
@click.option("--head", metavar="POSITION:HASH", help="A head noted earlier: also finds entries cut off at the end.")
def verify(partner: str, head: str | None) -> None:
    """Check the whole chain; print its head to be noted elsewhere.

    Ends with 1 when an entry was edited, swapped or cut out, and names its position. That the last entries are gone, or
    that all of it was written anew, shows only against a head that was noted earlier.
    """
    from store import audit as trail

    noted = _head(head)

    async def work(reader: "Reader", id: "UUID") -> tuple[int | None, Any]:
        return await trail.verify(reader, id, noted), await trail.head(reader, id)

    broken, newest = _reading(partner, work)
    if broken is not None:
        raise click.ClickException(f"The chain is broken at position {broken}.")
    click.echo(f"The chain of {newest[0]} entries is whole. Its head: {newest[0]}:{newest[1].hex()}")


@audit.command()
@_partner
@click.option("--client", metavar="ID", help="Only the part that this client may be shown.")
def export(partner: str, client: str | None) -> None:
    """Print the entries in the order of the chain, one JSON object a line.

    A client's part is what was done between it and the firm and in its account; the firm's own words and doings about
    it (notes, tags, snoozes, who works on it and why) and where anybody was are left out.
    """
    import orjson

    from store import audit as trail

    of = None if client is None else id_option(IdKind.CLIENT, client, "--client")

    async def work(reader: "Reader", id: "UUID") -> None:
        async for row in trail.entries(reader, id, of):
            click.echo(orjson.dumps(_plain(row, is_clients_part=of is not None)).decode())

    _reading(partner, work)


def _reading(partner: str, work: Callable[["Reader", "UUID"], Any]) -> Any:
    from gateway.cli.database import ready_store, run
    from gateway.cli.environment import settings
    from store.reading import Reader
    from store.tenancy import Keys

    chosen = settings()

    async def read() -> Any:
        async with ready_store(chosen) as store:
            id = PLATFORM if partner == "platform" else await the_firm(store, partner)
            reader = Reader(store, Keys(partner_id=id))
            try:
                return await work(reader, id)
            finally:
                await reader.close()

    return run(read)


def _plain(row: Any, *, is_clients_part: bool) -> dict[str, Any]:
    kind = _KINDS.get(row.object_kind)
    about = {"client": encode(IdKind.CLIENT, row.client_id)} if row.client_id else {}
    # A client is shown what was done, not by which way its accountants came in.
    origin = {} if is_clients_part else {"origin": row.origin}
    return {
        "position": row.position,
        "id": str(row.id),
        "at": row.at,
        "actor": {"kind": row.actor_kind, "id": str(row.actor_id) if row.actor_id else None},
        "action": row.action,
        "object": {"kind": row.object_kind, "id": encode(kind, row.object_id) if kind else str(row.object_id)},
        **about,
        "before": row.before,
        "after": row.after,
        "reason": row.reason,
        **origin,
        "previousHash": row.previous_hash.hex(),
        "hash": row.hash.hex(),
    }


def _head(text: str | None) -> tuple[int, bytes] | None:
    if text is None:
        return None
    position, _, digest = text.partition(":")
    try:
        return int(position), bytes.fromhex(digest)
    except ValueError:
        raise click.BadParameter("It must be POSITION:HASH, as this command prints it.", param_hint="--head") from None
