"""Mutations of webhooks: made, changed, paused, given secrets, tested, replayed; and stopped by the gateway."""
