"""Contents page: everything that can be asked."""

import strawberry

import resolvers.client
import resolvers.inviting.preview
import resolvers.node
import resolvers.viewer
from schema.client import Client
from schema.field import field
from schema.node import Node
from schema.partner import Partner
from schema.payloads.invite import InvitePreview
from schema.rules import ANYONE, CLIENTS, PARTNER, PERSON
from schema.viewer import Viewer


@strawberry.type(description="Everything that can be asked.")
class Query:
    viewer: Viewer | None = field("Who asks.", resolvers.viewer.viewer, rule=PERSON)
    partner: Partner | None = field("The firm in use.", resolvers.viewer.partner, rule=PARTNER)
    client: Client | None = field("One client.", resolvers.client.by_id, rule=CLIENTS, nullable=True)
    node: Node | None = field(
        "Any object by its id; null when it does not exist for you.", resolvers.node.node, rule=PERSON, nullable=True
    )
    nodes: list[Node | None] | None = field(
        "Objects by at most 50 ids, in their order; null where one does not exist for you.",
        resolvers.node.nodes,
        rule=PERSON,
    )
    invite_preview: InvitePreview | None = field(
        "The open invite behind a link, for whoever has it; null for anything else.",
        resolvers.inviting.preview.invite_preview,
        rule=ANYONE,
        nullable=True,
    )
