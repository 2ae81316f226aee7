"""What follows for clients' attention when facts, people or time change something."""

from resolvers.attention.refresh import judge_clients, refresh_attention

__all__ = ["judge_clients", "refresh_attention"]
