"""What audit entries are asked by."""

from datetime import datetime

import strawberry


@strawberry.input(description="Conditions that all hold; a list means any of its members.")
class AuditFilter:
    actor_id: strawberry.ID | None = strawberry.field(default=None, description="A colleague, or an integration.")
    action: list[str] | None = strawberry.field(
        default=None, description="Actions, such as `client_invite.sent` or `assignment.ended`."
    )
    object_kind: list[str] | None = strawberry.field(
        default=None, description="Kinds of objects, such as `INVITE`, `ASSIGNMENT` or `COLLEAGUE`."
    )
    client_id: strawberry.ID | None = strawberry.field(default=None, description="What concerns this client.")
    is_clients_part: bool = strawberry.field(
        default=False,
        description="Only what its client's side may be shown: acts between the two and in the account, no words or "
        "doings of the firm's own. Leave `origin` out when you hand it on.",
    )
    since: datetime | None = strawberry.field(default=None, description="From this moment on.")
    until: datetime | None = strawberry.field(default=None, description="Before this moment.")
