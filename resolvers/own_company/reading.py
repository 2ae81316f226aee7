"""What the firm's own company is to its readers."""

from urllib.parse import quote

from resolvers.context import Context
from resolvers.relation import contextual
from store.reading import Row


@contextual("account_number", personal=False)
def link(root: Row, context: Context) -> str | None:
    """Where the account is opened on the platform, once it is there."""
    return f"{context.links.platform}/accounts/{quote(root.account_number, safe='')}" if root.account_number else None
