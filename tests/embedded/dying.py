"""The command line, except that a server kills itself after its n-th commit, before anybody has the answer to it."""

import os
import signal
import sys
from itertools import count
from typing import Any

from domain.access import Viewer
from gateway.cli import main
from resolvers.context import Context

_become = Context.become


def die_after(commits: int) -> None:
    """Arms it; what a mutation does first once its transaction is committed is to look its viewer's rights up again."""
    left = count(commits - 1, -1)

    def committed(self: Any, viewer: Viewer) -> None:
        if not next(left):
            os.kill(os.getpid(), signal.SIGKILL)
        _become(self, viewer)

    Context.become = committed  # type: ignore[method-assign]


if __name__ == "__main__":
    die_after(int(sys.argv.pop(1)))
    main(prog_name="gateway")
