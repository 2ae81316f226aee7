"""`gateway documents`: a manifest of trusted documents, from a frontend's files."""

from collections.abc import Sequence

import click
from graphql import print_ast

from execution.document import Documents
from execution.limits import Limits
from gateway.cli.access.documents import BadInput, operations, read
from gateway.trusted import digest_of, manifest
from schema.access import gated_schema


def written(paths: Sequence[str], limits: Limits) -> str:
    """The manifest of every operation in some files; documents that cannot be trusted end the command with 2."""
    schema = gated_schema()
    try:
        found = operations(schema, Documents(schema, limits, introspection=False), read(paths))
    except BadInput as bad:
        for line in bad.lines:
            click.echo(line, err=True)
        raise SystemExit(2) from None
    texts = (print_ast(operation.prepared.document) for operation in found)
    return manifest({digest_of(text): text for text in texts})
