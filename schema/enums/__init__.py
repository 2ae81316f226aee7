"""The domain's closed word lists as GraphQL enums, by topic, each value described; to import it registers them."""

from schema.enums import (
    access,
    answers,
    attention,
    billing,
    changes,
    clients,
    integrations,
    inviting,
    learning,
    partnership,
    people,
    portal,
)

__all__ = [
    "access",
    "answers",
    "attention",
    "billing",
    "changes",
    "clients",
    "integrations",
    "inviting",
    "learning",
    "partnership",
    "people",
    "portal",
]
