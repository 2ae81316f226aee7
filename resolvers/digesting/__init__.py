"""Digests: chosen, due, sent, stopped."""
