"""What the mutations of the firm's own details and account answer."""

import strawberry

from loaders.own_company import own_company_by_partner_id
from loaders.partner import partner_by_id
from resolvers.outcome import changed
from schema.cost import FREE
from schema.field import field
from schema.own_company import OwnCompany
from schema.partner import Partner
from schema.payload import Payload
from schema.rules import ADMINS_ONLY, PARTNER


@strawberry.type(description="The answer to `updateCompany`.", directives=FREE)
class UpdateCompanyPayload(Payload):
    partner: Partner | None = field(
        "The firm, as it is now.", changed(partner_by_id, "partner"), rule=PARTNER, nullable=True
    )


@strawberry.type(description="The answer to `createOwnCompany`.", directives=FREE)
class CreateOwnCompanyPayload(Payload):
    own_company: OwnCompany | None = field(
        "The account, as it stands now.",
        changed(own_company_by_partner_id, "own_company"),
        rule=ADMINS_ONLY,
        nullable=True,
    )
