"""What the firm itself says of a client."""

from datetime import datetime

import strawberry

from domain.ids import IdKind
from loaders.colleague import colleague_by_id
from resolvers.relation import public_id, related
from schema.field import field, plain
from schema.node import Node
from schema.refs import ColleagueRef
from schema.rules import PEOPLE


@strawberry.type(description="A note on a client, for everybody in the firm who sees the client.")
class ClientNote(Node):
    id: strawberry.ID = plain("Opaque id, by which it can be removed.", public_id(IdKind.NOTE))
    text: str = plain("What it says.")
    written_by: ColleagueRef | None = field("Who wrote it.", related(colleague_by_id, "written_by"), rule=PEOPLE)
    written_at: datetime = plain("When it was written; a note is never changed.")
