"""How clients name a trusted document: GraphQL over HTTP, Apollo and Relay each have a shape of their own."""

from hashlib import sha256
from typing import Any

from gateway.http.refusals import HttpError

# `doc_id` is what Relay's guide sends, `id` what many of its network layers send.
_NAMES = ("documentId", "doc_id", "id")
_PREFIX = "sha256:"


def document_id(given: dict[str, Any], extensions: dict[str, Any] | None, query: str | None) -> str | None:
    """The SHA-256 that a request names, in whatever shape; raises HttpError (400) when its parts disagree.

    A text that is sent along must be the document of the id: otherwise two readers could each take another one.
    """
    ids = {_hash(given[name], f"`{name}`") for name in _NAMES if given.get(name) is not None}
    if extensions and extensions.get("persistedQuery") is not None:
        ids.add(_apollo(extensions["persistedQuery"]))
    if not ids:
        return None
    if len(ids) > 1:
        raise HttpError(400, "The request names several documents; name one.")
    (named,) = ids
    if query and sha256(query.encode()).hexdigest() != named:
        raise HttpError(400, "`query` is not the document of the id that is sent with it.")
    return named


def _hash(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise HttpError(400, f"{what} must be a string.")
    return value.removeprefix(_PREFIX)


def _apollo(asked: Any) -> str:
    if not isinstance(asked, dict) or asked.get("version") != 1:
        raise HttpError(400, "`extensions.persistedQuery` must be an object with `version` 1 and `sha256Hash`.")
    return _hash(asked.get("sha256Hash"), "`extensions.persistedQuery.sha256Hash`")
