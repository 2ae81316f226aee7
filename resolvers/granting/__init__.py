"""Grants beyond the access level: asked for, offered, answered, revoked."""
