"""Enough of an image builder for our Dockerfile: its steps run in a plain folder, with its paths moved there."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

OWN_FOLDERS = re.compile(r"(?<![\w.}/])/(?=(?:src|opt|data)\b)")
INSTRUCTIONS = {"FROM", "ENV", "WORKDIR", "COPY", "RUN", "VOLUME", "USER", "EXPOSE", "STOPSIGNAL", "ARG"}
INSTRUCTIONS |= {"HEALTHCHECK", "ENTRYPOINT", "CMD"}


def instructions(text: str) -> list[tuple[str, str]]:
    """Every (INSTRUCTION, arguments) of a Dockerfile in order; unknown instructions raise ValueError."""
    lines = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    joined = re.sub(r"\\\n", " ", lines)
    found = [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in joined.splitlines()) if name]
    if unknown := {name for name, _ in found} - INSTRUCTIONS:
        raise ValueError(f"the test does not know {unknown}")
    return found


@dataclass
class Image:
    """The last stage as far as it is built: a folder that stands for `/`, and the settings of the image."""

    context: Path
    scratch: Path
    environment: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"

    @property
    def root(self) -> Path:
        """The folder that stands for `/`; the same for all stages, since scripts of a virtualenv name it."""
        return self.scratch / "root"

    def place(self, text: str) -> str:
        """The text with the image's own folders moved below `root`."""
        return OWN_FOLDERS.sub(f"{self.root}/", text)

    def stage(self, arguments: str) -> None:
        """FROM: put the former stage aside, start with an empty root and a fresh Python that has pip."""
        if self.root.exists():
            self.root.rename(self.scratch / self.settings["stage"])
        name = arguments.partition(" AS ")[2] or "final"
        self.settings, self.workdir = {"stage": name}, "/"
        self.root.mkdir()
        base = self.scratch / f"python-{name}"
        subprocess.run([sys.executable, "-m", "venv", base], check=True, timeout=120)
        inherited = {key: os.environ[key] for key in os.environ if key.startswith(("PIP_", "SSL_", "LANG"))}
        self.environment = {**inherited, "PATH": f"{base}/bin:/usr/bin:/bin", "HOME": os.environ.get("HOME", "/")}

    def env(self, arguments: str) -> None:
        """ENV: set each NAME=value, `$PATH` filled in."""
        for assignment in shlex.split(arguments):
            name, _, value = assignment.partition("=")
            self.environment[name] = self.place(value).replace("$PATH", self.environment["PATH"])

    def copy(self, arguments: str) -> None:
        """COPY: from the context, as far as .dockerignore lets it in, or from the stage put aside."""
        options, paths = _split(arguments)
        stage = next((option[7:] for option in options if option.startswith("--from=")), None)
        source = self.scratch / stage if stage else self.context
        *names, target = paths
        into = Path(self.place(target)) if target.startswith("/") else self.cwd() / target
        for name in names:
            _copy(source / name.lstrip("/"), into)

    def cwd(self) -> Path:
        """The working folder of the next step."""
        folder = self.root / self.workdir.lstrip("/")
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def run(self, command: str | list[str], **extra: str) -> subprocess.CompletedProcess[str]:
        """A shell command (RUN) or a program with arguments (ENTRYPOINT, HEALTHCHECK), inside the image."""
        arguments = ["/bin/sh", "-c", self.place(command)] if isinstance(command, str) else command
        environment = {**self.environment, **extra}
        arguments = [shutil.which(arguments[0], path=environment["PATH"]) or arguments[0], *arguments[1:]]
        return subprocess.run(
            arguments, check=False, cwd=self.cwd(), env=environment, capture_output=True, text=True, timeout=300
        )

    def step(self, name: str, arguments: str) -> None:
        """Carry out one instruction; a RUN that fails raises RuntimeError with its output."""
        if name == "FROM":
            self.stage(arguments)
        elif name in {"ENV", "ARG"}:
            # Nobody gives an argument here: its default holds.
            self.env(arguments)
        elif name == "COPY":
            self.copy(arguments)
        elif name == "RUN":
            if (done := self.run(arguments)).returncode:
                raise RuntimeError(f"RUN {arguments}\n{done.stdout}{done.stderr}")
        elif name == "WORKDIR":
            self.workdir = arguments
        else:
            self.settings[name] = arguments

    def command(self, name: str) -> list[str]:
        """The JSON form of ENTRYPOINT, CMD or HEALTHCHECK."""
        text = self.settings[name]
        return [str(part) for part in json.loads(text[text.index("[") :])]


def _split(arguments: str) -> tuple[list[str], list[str]]:
    words = arguments.split()
    options = [word for word in words if word.startswith("--")]
    return options, [word for word in words if not word.startswith("--")]


def _copy(source: Path, into: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, into, symlinks=True, dirs_exist_ok=True)
    else:
        into.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, into)


def admitted(root: Path, target: Path) -> Path:
    """A copy of the checkout that holds only what .dockerignore lets into the build."""
    lines = (root / ".dockerignore").read_text().splitlines()
    assert "*" in lines, "the build admits files by name only"
    names = [line[1:] for line in lines if line.startswith("!")]
    hidden = shutil.ignore_patterns(*(line[3:] for line in lines if line.startswith("**/")))
    for name in names:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=hidden)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target


def build(root: Path, scratch: Path) -> Image:
    """The image that the steps of `root`/Dockerfile lead to."""
    image = Image(context=admitted(root, scratch / "context"), scratch=scratch)
    for name, arguments in instructions((root / "Dockerfile").read_text()):
        image.step(name, arguments)
    return image
