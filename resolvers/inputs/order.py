"""Which way a list goes."""

from enum import Enum

import strawberry


@strawberry.enum(description="Which way a list is ordered.")
class OrderDirection(Enum):
    ASC = strawberry.enum_value("ASC", description="Least, earliest or A first.")
    DESC = strawberry.enum_value("DESC", description="Most, latest or Z first.")
