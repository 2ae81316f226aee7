"""`gateway access check`: documents against the rules, without a database and without running anything."""

from collections.abc import Iterable, Sequence
from functools import cache

from graphql import GraphQLSchema, Source

from execution.document import Documents
from execution.limits import Limits
from gateway.cli.access.askers import Asker
from gateway.cli.access.documents import operations
from gateway.cli.access.report import Finding
from gateway.cli.access.verdict import Rules, judged
from resolvers.asking import asking_rules
from schema.build import build_schema, core, rules


def check(sources: Iterable[Source], askers: Sequence[Asker]) -> list[Finding]:
    """Every operation of some files as every caller; raises BadInput."""
    schema, ruled, documents = _ready()
    return [
        Finding(operation, asker, judged(schema, ruled, asker, operation.prepared))
        for operation in operations(schema, documents, sources)
        for asker in askers
    ]


@cache
def _ready() -> tuple[GraphQLSchema, Rules, Documents]:
    schema = core(build_schema())
    return schema, rules(schema) | asking_rules(), Documents(schema, Limits(), introspection=True)
