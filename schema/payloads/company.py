"""What the mutations of the firm's own details answer."""

import strawberry

from loaders.partner import partner_by_id
from resolvers.outcome import changed
from schema.cost import FREE
from schema.field import field
from schema.partner import Partner
from schema.payload import Payload
from schema.rules import PARTNER


@strawberry.type(description="The answer to `updateCompany`.", directives=FREE)
class UpdateCompanyPayload(Payload):
    partner: Partner | None = field(
        "The firm, as it is now.", changed(partner_by_id, "partner"), rule=PARTNER, nullable=True
    )
