"""The outside world: HTTP, WebSocket, tokens, settings and the command line live here."""

import sys

if "rich" not in sys.modules:
    # Where rich is installed structlog loads it, 4 MB, for tracebacks that show local variables: none are printed here.
    sys.modules["rich"] = None  # type: ignore[assignment]
    import structlog.dev  # noqa: F401

    del sys.modules["rich"]
