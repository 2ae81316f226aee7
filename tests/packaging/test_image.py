"""The Dockerfile keeps its promises, and its steps lead to a gateway that serves."""

import json
import os
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.packaging.dockerfile import Image, build, instructions

ROOT = Path(__file__).parents[2]
STEPS = instructions((ROOT / "Dockerfile").read_text())
FINAL = STEPS[max(place for place, step in enumerate(STEPS) if step[0] == "FROM") :]
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"][
    "packages"
]


def argument(name: str) -> str:
    """What the final stage says last for an instruction."""
    return [arguments for step, arguments in FINAL if step == name][-1]


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    program = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([program, "Dockerfile"], check=False, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_does_not_run_as_root() -> None:
    assert argument("USER") == "10001:10001"


def test_every_base_image_has_a_tag_and_all_stages_share_it() -> None:
    bases = {arguments.partition(" AS ")[0] for name, arguments in STEPS if name == "FROM"}
    assert len(bases) == 1
    assert ":" in bases.pop()


def test_the_image_listens_to_the_network_in_the_production_profile_on_the_exposed_ports() -> None:
    words = argument("ENV").split()
    assert {"GATEWAY_PROFILE=production", "GATEWAY_HOST=0.0.0.0"} <= set(words)
    served, worked = argument("EXPOSE").split()
    assert {f"GATEWAY_PORT={served}", f"GATEWAY_WORKER_PORT={worked}"} <= set(words)


def test_only_the_data_folder_has_to_be_writable() -> None:
    assert argument("VOLUME") == argument("WORKDIR") == "/data"
    assert "--from=build --chown=10001:10001 /data /data" in [step[1] for step in FINAL if step[0] == "COPY"]


def test_the_final_stage_takes_nothing_from_the_checkout() -> None:
    assert [arguments for name, arguments in FINAL if name == "COPY" and "--from=build" not in arguments] == []


def test_nothing_but_the_sources_of_the_wheel_enters_the_build() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    admitted = {line[1:] for line in lines if line.startswith("!")}
    assert admitted == {*PACKAGES, "pyproject.toml", "README.md", "requirements"}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def production(port: int, worker_port: int) -> dict[str, str]:
    """The least that a production start needs."""
    issuer = {"issuer": "https://id.example.com", "jwks_url": "https://id.example.com/jwks", "audience": "gateway"}
    return {
        "GATEWAY_PORT": str(port),
        "GATEWAY_WORKER_PORT": str(worker_port),
        "GATEWAY_PUBLIC_URL": "https://gateway.example.com",  # health is probed by address, whatever the host is
        "GATEWAY_PLATFORM_URL": "https://spend.example.com",
        "GATEWAY_ISSUERS": json.dumps([issuer]),
        "GATEWAY_SECRET_KEYS": "k" * 40,
    }


@contextmanager
def started(image: Image, settings: dict[str, str], *command: str) -> Iterator[subprocess.Popen[str]]:
    command = (str(image.root / "opt/gateway/bin" / image.command("ENTRYPOINT")[0]), *command)
    environment = {**image.environment, **settings}
    with subprocess.Popen(
        command, cwd=image.cwd(), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def becomes_healthy(image: Image, settings: dict[str, str], server: subprocess.Popen[str]) -> bool:
    """Whether the image's own HEALTHCHECK passes within 30 s."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        if image.run(image.command("HEALTHCHECK"), **settings).returncode == 0:
            return True
        time.sleep(0.2)
    return False


def holds_build_tools(image: Image) -> list[str]:
    left = [*image.root.rglob("hatchling"), *image.root.rglob("pip"), *image.root.rglob("*.whl")]
    return [str(path) for path in left]


def test_the_steps_lead_to_a_gateway_and_a_worker_that_are_healthy_and_stop_when_told(tmp_path: Path) -> None:
    image = build(ROOT, tmp_path)
    assert holds_build_tools(image) == []
    assert not os.path.lexists(image.root / "src")
    settings = production(free_port(), free_port())
    migrated = image.run(["gateway", "migrate"], **settings)
    assert migrated.returncode == 0, migrated.stdout + migrated.stderr
    for command in (image.command("CMD"), ["worker"]):
        with started(image, settings, *command) as process:
            healthy = becomes_healthy(image, settings, process)
            process.terminate()
            output = process.communicate(timeout=30)[0]
        assert healthy, output
        assert process.returncode == 0, output
        assert image.run(image.command("HEALTHCHECK"), **settings).returncode != 0
