"""What a process that serves does without."""

import subprocess
import sys

# They take some 25 MB together, in each worker process.
TOOLS = ("alembic", "limits", "mako", "redis")


def test_what_serves_loads_no_tools_that_it_does_not_use() -> None:
    asked = f"import sys, gateway.cli, gateway.server; print(*(set({TOOLS}) & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    assert done.stdout.split() == []
