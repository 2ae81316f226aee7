"""What follows for clients' attention when facts, people or time change something."""

from resolvers.attention.refresh import NO_SNOOZE, judge_clients, refresh_attention

__all__ = ["NO_SNOOZE", "judge_clients", "refresh_attention"]
