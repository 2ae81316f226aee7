"""Contents page: everything that can be changed."""

import strawberry


@strawberry.type(description="Everything that can be changed.")
class Mutation:
    pass
