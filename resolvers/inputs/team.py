"""Inputs of teams: their names, members and clients."""

import strawberry

from resolvers.inputs.ids import id_of

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_DRY = "Check everything, change nothing."
_TEAM = id_of("team")
_VERSION = "Only if the team still has this version; otherwise CONFLICT."
_MEMBERS = "Up to 250 active colleagues, each once."
_CLIENTS = "Up to 250 clients, each once."


@strawberry.input(description="A new team; its members are assigned to its clients.")
class CreateTeamInput:
    name: str = strawberry.field(description="At most 100 characters; no other team of the firm has it.")
    description: str | None = strawberry.field(default=None, description="What it is for, at most 1000 characters.")
    colleague_ids: list[strawberry.ID] = strawberry.field(default_factory=list, description=_MEMBERS)
    client_ids: list[strawberry.ID] = strawberry.field(default_factory=list, description=_CLIENTS)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Changes what a team is called; what is left out stays.")
class UpdateTeamInput:
    team_id: strawberry.ID = strawberry.field(description=_TEAM)
    name: str | None = strawberry.field(default=None, description="At most 100 characters; left out, it stays.")
    description: str | None = strawberry.field(
        default=strawberry.UNSET, description="At most 1000 characters; left out, it stays; null removes it."
    )
    if_version: int | None = strawberry.field(default=None, description=_VERSION)


@strawberry.input(description="Deletes a team; what its members worked on through it alone ends.")
class DeleteTeamInput:
    team_id: strawberry.ID = strawberry.field(description=_TEAM)
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Replaces all members of a team; assignments follow.")
class SetTeamMembersInput:
    team_id: strawberry.ID = strawberry.field(description=_TEAM)
    colleague_ids: list[strawberry.ID] = strawberry.field(description=_MEMBERS)
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Replaces all clients of a team; assignments follow.")
class SetTeamClientsInput:
    team_id: strawberry.ID = strawberry.field(description=_TEAM)
    client_ids: list[strawberry.ID] = strawberry.field(description=_CLIENTS)
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    validate_only: bool = strawberry.field(default=False, description=_DRY)
