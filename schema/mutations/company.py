"""The firm's own details."""

import strawberry

import resolvers.company
from schema.cost import FREE
from schema.field import change
from schema.payloads.company import UpdateCompanyPayload
from schema.rules import ADMINS_ONLY


@strawberry.type(directives=FREE)
class CompanyMutations:
    update_company: UpdateCompanyPayload | None = change(
        "Other details of the firm; of another cut-off day, attention follows within seconds.",
        resolvers.company.update_company,
        rule=ADMINS_ONLY,
    )
