"""The gateway as its users meet it: `portal.of(colleague)` sends operations over HTTP with that colleague's token."""

from tests.portal.portal import Answer, Caller, Portal

__all__ = ["Answer", "Caller", "Portal"]
