"""The outside world: HTTP, WebSocket, tokens, settings and the command line live here."""
