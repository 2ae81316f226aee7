"""What follows for clients' attention when facts, people or time change something."""

from resolvers.attention.refresh import refresh_attention

__all__ = ["refresh_attention"]
