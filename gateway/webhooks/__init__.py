"""Webhooks: who is told of what, what goes out, where it may go, and what becomes of it."""
