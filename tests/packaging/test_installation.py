"""What an installation owns, and how it starts on a machine without a fitting Python."""

import os
import shutil
import subprocess
import tomllib
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
OURS = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


@pytest.mark.parametrize("name", [*OURS, "tests"])
def test_no_other_distribution_owns_one_of_our_package_names(name: str) -> None:
    owners = set(packages_distributions().get(name, []))
    assert owners <= {PROJECT["project"]["name"]}, f"{owners} would replace our package {name}"


@pytest.mark.parametrize("name", OURS)
def test_importing_one_of_our_packages_gets_the_one_of_this_checkout(name: str) -> None:
    spec = find_spec(name)
    assert spec is not None
    assert {Path(place) for place in spec.submodule_search_locations or []} == {ROOT / name}


def make(*targets: str, path: str) -> subprocess.CompletedProcess[str]:
    """Run `make` as from a fresh shell that finds programs on `path` only."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    program = shutil.which("make")
    assert program is not None
    command = [program, "PYTHON=", *targets]
    environment = {**inherited, "PATH": path}
    return subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def make_virtualenv(folder: Path) -> subprocess.CompletedProcess[str]:
    return make(f"VENV={folder}/venv", f"{folder}/venv/bin/pip", path=str(folder))


def put_python(folder: Path, name: str, code: int) -> None:
    """Put a stand-in interpreter into `folder` that notes its arguments and exits with `code`."""
    (folder / name).write_text(f'#!/bin/sh\necho "$0 $*" >> {folder}/calls\nexit {code}\n')
    (folder / name).chmod(0o755)


def test_without_a_fitting_python_the_message_names_the_cure(tmp_path: Path) -> None:
    put_python(tmp_path, "python3", 1)
    done = make_virtualenv(tmp_path)
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr
    assert "make PYTHON=" in done.stderr


def test_a_python_that_is_too_old_or_broken_is_passed_over(tmp_path: Path) -> None:
    put_python(tmp_path, "python3.11", 127)
    put_python(tmp_path, "python3", 0)
    done = make_virtualenv(tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "calls").read_text().splitlines()[-1] == f"{tmp_path}/python3 -m venv {tmp_path}/venv"


def test_make_alone_lists_the_commands() -> None:
    done = make(path=os.environ["PATH"])
    assert done.returncode == 0
    assert [line.split()[:2] for line in done.stdout.splitlines()[1:3]] == [["make", "run"], ["make", "test"]]


@pytest.mark.parametrize(("server", "loaded"), [("true", True), ("", False)])
def test_skipping_is_refused_on_the_build_server_only(server: str, loaded: bool) -> None:
    done = make("--dry-run", f"CI={server}", "test", path=os.environ["PATH"])
    assert ("-p tests.plugins.no_skips" in done.stdout) is loaded
    assert "-m pytest -n auto" in done.stdout
