"""`gateway` with a clock that is off: `python -m tests.replicas.shifted SECONDS COMMAND ...`.

What Python reads of the clock is shifted, and so are the ids that are made of it; timers go on as ever.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import time_machine
import uuid_utils.compat


def program(seconds: float) -> tuple[str, ...]:
    """The command of a gateway whose clock is so many seconds ahead."""
    return (sys.executable, "-m", "tests.replicas.shifted", str(seconds))


def _later(make: Callable[[], UUID], seconds: float) -> Callable[[], UUID]:
    """A maker of ids (UUIDv7) whose first 48 bits, the milliseconds, are those of another clock."""
    shift = int(seconds * 1000) << 80
    return lambda: UUID(int=make().int + shift)


def main() -> None:
    """Runs the command."""
    seconds, command = float(sys.argv[1]), sys.argv[2:]
    time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True).start()
    uuid_utils.compat.uuid7 = _later(uuid_utils.compat.uuid7, seconds)

    from gateway.cli import main as gateway

    gateway(command, prog_name="gateway")


if __name__ == "__main__":
    main()
