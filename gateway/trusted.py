"""Trusted documents: those that a manifest lists, ready from the start, called by the SHA-256 of their text."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from domain.errors import ErrorCode, RequestError
from execution.document import DocumentRefused, Documents, Prepared
from gateway.settings import SettingsError
from gateway.settings.kinds import unique_json
from gateway.settings.problems import Unfit


class ManifestError(SettingsError):
    """A manifest that cannot be used; `problems` names file, id and error of every entry that is wrong."""


class Trusted:
    """The documents of a manifest; `only`: people may ask with no others."""

    def __init__(self, known: Mapping[str, Prepared], *, only: bool = False) -> None:
        self._known = known
        self.only = only

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[Prepared]:
        return iter(self._known.values())

    def named(self, digest: str) -> Prepared:
        """The document of an id (SHA-256, in hex); raises RequestError (PERSISTED_QUERY_NOT_FOUND)."""
        known = self._known.get(digest)
        if known is None:
            # Apollo's clients know this message, and send the document's text next.
            raise RequestError(ErrorCode.PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound")
        return known

    def same_as(self, text: str) -> Prepared | None:
        """The trusted document of exactly this text."""
        return self._known.get(digest_of(text)) if self._known else None


def load_trusted(path: Path | None, documents: Documents, *, only: bool) -> Trusted:
    """The documents of a manifest file (none without a file); raises ManifestError with every problem at once."""
    if path is None:
        return Trusted({})
    entries = read_manifest(path)
    problems = [f"{path}: {problem}" for problem in problems_of(entries, documents)]
    if problems:
        raise ManifestError(f"GATEWAY_TRUSTED_DOCUMENTS: {problem}" for problem in problems)
    return Trusted({digest: documents.prepare(text) for digest, text in entries.items()}, only=only)


def read_manifest(path: Path) -> dict[str, str]:
    """The texts of a manifest by their ids; raises ManifestError for a file of another shape."""
    try:
        entries: Any = unique_json(path.read_text("utf-8"))
    except Unfit as unfit:
        raise _misshapen(path, str(unfit)) from None
    except (OSError, ValueError) as error:
        raise _misshapen(path, f"cannot be read ({type(error).__name__}).") from None
    if not isinstance(entries, dict) or not all(isinstance(text, str) for text in entries.values()):
        raise _misshapen(path, 'must be a JSON object {"SHA-256 in hex": "document"}.')
    return {digest.removeprefix("sha256:"): text for digest, text in entries.items()}


def problems_of(entries: Mapping[str, str], documents: Documents) -> Iterator[str]:
    """A sentence for each entry that is not what its id says, or that could not run."""
    for digest, text in entries.items():
        if digest != digest_of(text):
            yield f"entry {digest[:80]}: the id is not the SHA-256 of its text, {digest_of(text)}."
            continue
        try:
            documents.prepare(text)
        except DocumentRefused as refused:
            yield from (f"entry {digest}: {located(error)}" for error in refused.errors)


def located(error: Any) -> str:
    """An error with its line and column."""
    place = error.locations[0] if error.locations else None
    return f"line {place.line}, column {place.column}: {error.message}" if place else str(error.message)


def digest_of(text: str) -> str:
    """The id of a document: the SHA-256 of its text in UTF-8, in lower-case hex."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def manifest(texts: Mapping[str, str]) -> str:
    """The manifest of documents by their ids, as a file holds it."""
    return json.dumps(texts, indent=2, sort_keys=True, ensure_ascii=False)


def _misshapen(path: Path, problem: str) -> ManifestError:
    return ManifestError([f"GATEWAY_TRUSTED_DOCUMENTS: {path}: {problem}"])
