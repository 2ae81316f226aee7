"""What every peer in Python is told by its environment, and how it listens."""

import os
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import uvicorn

CONNECTIONS = 10
PARTNER_ID = UUID(os.environ.get("BENCH_PARTNER", "0" * 32))
COLLEAGUE_ID = UUID(os.environ.get("BENCH_COLLEAGUE", "0" * 32))
EMAIL = os.environ.get("BENCH_EMAIL", "")


def statements() -> dict[str, str]:
    """The SQL of `statements/`, by file name; `$1` is the partner's id, or in `memberships` the e-mail address."""
    return {file.stem: file.read_text() for file in Path(__file__).with_name("statements").glob("*.sql")}


def serve(app: Any, ws: Literal["none", "websockets-sansio"] = "none") -> None:
    """Serves an application as the gateway is served, one process."""
    port = int(os.environ["PORT"])
    uvicorn.run(app, port=port, loop="uvloop", http="httptools", ws=ws, log_level="warning", access_log=False)
