"""What the firm itself says of a client: its reference, tags, and notes."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from strawberry import UNSET

from domain.errors import UserErrorCode, refuse
from domain.ids import IdKind
from domain.text import fold, words
from domain.vocabulary import ADMINS
from loaders.client import client_by_id
from loaders.describing import note_by_id
from resolvers.choosing import check_version, me, one_locked, one_visible
from resolvers.context import Info
from resolvers.inputs.describing import AddClientNoteInput, RemoveClientNoteInput, UpdateClientInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.ids import new_id
from store.reading import Row
from store.tables import client, client_note, client_tag, client_word
from store.writing import UnitOfWork

MOST_TAGS = 20
_CLIENT, _NOTE = ("input", "clientId"), ("input", "noteId")


@answering
async def update_client(info: Info, input: UpdateClientInput) -> Outcome:
    """Another reference or other tags; a change to what is there already changes nothing."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    tags = _tags(checks, input.tags) if input.tags is not None else None
    values = {}
    if input.external_reference is not UNSET:
        values["external_reference"] = checks.optional("externalReference", input.external_reference, 100)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await one_locked(work, info.context, client_by_id, client, IdKind.CLIENT, input.client_id, *_CLIENT)
        check_version(found, input.if_version)
        await _store(work, found, values, tags)
        return Outcome({"client": str(found.id)})

    return await mutate(info, input, act)


@answering
async def add_client_note(info: Info, input: AddClientNoteInput) -> Outcome:
    """Writes a note in the viewer's name."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    text = checks.text("text", input.text, 2000, lines=True)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await one_visible(work, info.context, client_by_id, IdKind.CLIENT, input.client_id, *_CLIENT)
        id, by = new_id(), me(info.context)
        note = {"id": id, "client_id": found.id, "text": text, "written_by": by, "written_at": work.now}
        await work.insert(client_note, note)
        await work.record("client_note.added", "NOTE", id, client_id=found.id, after={"text": text})
        return Outcome({"note": str(id), "client": str(found.id)})

    return await mutate(info, input, act)


async def remove_client_note(info: Info, input: RemoveClientNoteInput) -> Outcome:
    """Removes a note; who may see it and did not write it is told so, unless they are an admin."""

    async def act(work: UnitOfWork) -> Outcome:
        found = await one_visible(work, info.context, note_by_id, IdKind.NOTE, input.note_id, *_NOTE)
        if found.written_by != me(info.context) and info.context.viewer.role not in ADMINS:
            message = "Only who wrote the note, or an admin, can remove it."
            raise refuse(UserErrorCode.ACCESS_DENIED, message, *_NOTE)
        if await work.delete(client_note, id=found.id):
            before = {"text": found.text, "written_by": found.written_by}
            await work.record("client_note.removed", "NOTE", found.id, client_id=found.client_id, before=before)
        return Outcome({"removed": input.note_id, "client": str(found.client_id)})

    return await mutate(info, input, act)


def _tags(checks: Checks, given: list[str]) -> dict[str, str]:
    """Tags by what makes two of them the same."""
    found: dict[str, str] = {}
    if len(given) > MOST_TAGS:
        message = f"A client has at most {MOST_TAGS} tags; these are {len(given)}."
        checks.wrong(UserErrorCode.TOO_MANY, message, "tags")
        return found
    for each in given:
        tag = checks.text("tags", each, 50)
        if found.setdefault(fold(tag), tag) is not tag:
            checks.wrong(UserErrorCode.DUPLICATE, f"`tags` has {tag!r} twice; name each once.", "tags")
    return found


async def _store(work: UnitOfWork, found: Row, values: dict[str, Any], tags: dict[str, str] | None) -> None:
    had = {row.tag_key: row.tag for row in await work.find(client_tag, client_id=found.id)}
    before = {name: getattr(found, name) for name, value in values.items() if getattr(found, name) != value}
    after = {name: values[name] for name in before}
    if before:
        await _find_by(work, found, values["external_reference"])
    if tags is not None and tags != had:
        before, after = before | {"tags": sorted(had.values())}, after | {"tags": sorted(tags.values())}
        await work.delete(client_tag, client_id=found.id)
        same = {"client_id": found.id}
        await work.insert(client_tag, [same | {"tag_key": key, "tag": tag} for key, tag in sorted(tags.items())])
    if after:
        # The version rises with the tags, too.
        await work.update(client, {name: after[name] for name in after if name in values} or _same(found), id=found.id)
        await work.record("client.updated", "CLIENT", found.id, client_id=found.id, before=before, after=after)


def _same(found: Row) -> dict[str, Any]:
    return {"external_reference": found.external_reference}


async def _find_by(work: UnitOfWork, found: Row, reference: str | None) -> None:
    """Lets searches find a locked client by its reference, and no longer by the one before."""
    named = words(found.name, found.legal_name, found.registration_number)
    await _drop_words(work, found.id, words(found.external_reference) - named)
    new = sorted(words(reference) - named)
    await work.insert(client_word, [{"client_id": found.id, "word": word} for word in new])


async def _drop_words(work: UnitOfWork, client_id: UUID, old: Iterable[str]) -> None:
    gone = sorted(old)
    if gone:
        await work.delete(client_word, client_id=client_id, word=gone)
