"""On the build server a skipped test is a failure."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPS = {
    "mark": "import pytest\n@pytest.mark.skip(reason='no server')\ndef test_a(): pass\n",
    "call": "import pytest\ndef test_a(): pytest.skip('no server')\n",
    "fixture": "import pytest\n@pytest.fixture\ndef f(): pytest.skip('no server')\ndef test_a(f): pass\n",
    "module": "import pytest\npytest.skip('no server', allow_module_level=True)\n",
}
HARMLESS = """
import pytest

def test_passes():
    assert True

@pytest.mark.xfail(strict=True)
def test_known_fault():
    assert False
"""


def run_pytest(folder: Path, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-p", "tests.plugins.no_skips", "-c", "/dev/null"]
    command += ["--rootdir", str(folder), "-p", "no:cacheprovider", *options, str(folder)]
    return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("text", SKIPS.values(), ids=SKIPS.keys())
def test_a_skip_fails_and_says_its_reason(tmp_path: Path, text: str) -> None:
    done = run_pytest(tmp_path, text)
    assert done.returncode in (1, 2)
    assert "Nothing may be skipped here, but this was: " in done.stdout
    assert "no server" in done.stdout


def test_a_skip_fails_on_parallel_workers_too(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, SKIPS["call"], "-n", "2")
    assert done.returncode == 1
    assert "1 failed" in done.stdout


def test_passing_tests_and_known_faults_stay_as_they_are(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, HARMLESS)
    assert done.returncode == 0
    assert "1 passed, 1 xfailed" in done.stdout
