"""The firm's own details, and its own account."""

import strawberry

import resolvers.company
import resolvers.own_company.asking
from schema.cost import FREE
from schema.field import change
from schema.payloads.company import CreateOwnCompanyPayload, UpdateCompanyPayload
from schema.rules import ADMINS_ONLY


@strawberry.type(directives=FREE)
class CompanyMutations:
    update_company: UpdateCompanyPayload | None = change(
        "Other details of the firm; of another cut-off day, attention follows within seconds.",
        resolvers.company.update_company,
        rule=ADMINS_ONLY,
    )
    create_own_company: CreateOwnCompanyPayload | None = change(
        "Asks the platform for the firm's own account, or asks again once it has declined; the answer comes by mail.",
        resolvers.own_company.asking.create_own_company,
        rule=ADMINS_ONLY,
    )
