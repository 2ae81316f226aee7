"""The locks pin what pyproject.toml asks for, by hash, and tell nothing of the machine that wrote them."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
FLOORS = {
    "strawberry-graphql": "0.327.2",
    "starlette": "1.3.1",
    "authlib": "1.9.1",
    "joserfc": "1.6.7",
    "h11": "0.16",
    "graphql-core": "3.3.2",
}


def entries(lock: Path) -> list[str]:
    """One text per pinned release, its hashes included."""
    return re.split(r"\n(?=[A-Za-z0-9])", lock.read_text().strip())


def pins(name: str) -> dict[str, Version]:
    """Canonical distribution name to pinned version of requirements/NAME.txt."""
    lock = ROOT / "requirements" / f"{name}.txt"
    parts = (entry.split(maxsplit=1)[0].split("==") for entry in entries(lock))
    return {canonicalize_name(part[0]): Version(part[1]) for part in parts}


def unmet(wanted: list[str], pinned: dict[str, Version]) -> list[str]:
    requirements = [Requirement(line) for line in wanted]
    return [
        str(requirement)
        for requirement in requirements
        if (version := pinned.get(canonicalize_name(requirement.name))) is None or version not in requirement.specifier
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_pinned_release_carries_hashes(lock: Path) -> None:
    assert [entry for entry in entries(lock) if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_names_no_address_path_or_index(lock: Path) -> None:
    assert re.findall(r".*(?:://|file:|@ |--(?:extra-)?index|find-links|(?<!\w)/\w).*", lock.read_text()) == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("runtime", PROJECT["project"]["dependencies"]),
        ("build", GROUPS["build"]),
        ("otel", PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["otel"]),
        ("dev", PROJECT["project"]["dependencies"] + GROUPS["build"] + GROUPS["dev"]),
    ],
)
def test_a_lock_satisfies_what_the_project_asks_for(lock: str, wanted: list[str]) -> None:
    assert unmet(wanted, pins(lock)) == [], "run `make lock`"


def test_the_tests_run_on_the_very_releases_that_are_shipped() -> None:
    assert pins("runtime").items() <= pins("otel").items() <= pins("dev").items()


def test_the_build_group_covers_the_build_system() -> None:
    assert unmet(PROJECT["build-system"]["requires"], pins("build")) == []


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_a_release_with_a_known_hole_is_never_pinned(name: str, floor: str) -> None:
    assert pins("runtime")[name] >= Version(floor)


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_pyproject_itself_refuses_a_release_with_a_known_hole(name: str, floor: str) -> None:
    wanted = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
    specifiers = [entry.specifier for entry in wanted if canonicalize_name(entry.name) == name]
    assert len(specifiers) == 1
    assert "0.0.1" not in specifiers[0]
    assert any(bound.operator in (">=", "==") for bound in specifiers[0])
    assert all(Version(bound.version) >= Version(floor) for bound in specifiers[0] if bound.operator != "<")


def test_no_lock_brings_a_distribution_named_like_one_of_our_packages() -> None:
    ours = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) | {"tests"}
    assert {name for lock in LOCKS for name in pins(lock.stem)} & ours == set()


@pytest.mark.parametrize("folder", ["bench/peers/on_node", "tests/live/on_node"])
def test_what_runs_on_node_is_pinned_by_hash_and_names_no_address(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())
    installed = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in installed.items() if "integrity" not in entry or "resolved" in entry] == []
