"""Companies to invite, from a register."""

import strawberry

from domain.vocabulary import CompanySize
from schema.field import plain
from schema.scalars import CountryCode


@strawberry.type(description="A company of a register.")
class CompanyMatch:
    name: str = plain("The registered name.")
    country: CountryCode = plain("Where it is registered.")
    registration_number: str = plain("Its number in the register, as `inviteClient` takes it.")
    company_size: CompanySize | None = plain("Number of employees, where the register says so.")
    is_on_platform: bool = plain("Whether it has an account already: send a connect link instead of an invite.")
