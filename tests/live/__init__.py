"""WebSockets and event streams, over real connections."""
