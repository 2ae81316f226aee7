"""Where values come from: variables, files, and names that are no settings."""

from pathlib import Path

import pytest

from gateway.settings import Settings, SettingsError, settings_rows, settings_table


def problems(**environ: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({f"GATEWAY_{name}": value for name, value in environ.items()})
    return caught.value.problems


def test_a_value_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a" * 32 + ", " + "b" * 40 + "\n")
    environ = {"GATEWAY_DATA_DIR": str(tmp_path), "GATEWAY_SECRET_KEYS_FILE": str(tmp_path / "keys")}
    assert Settings.from_environment(environ).secret_keys == ("a" * 32, "b" * 40)


def test_any_setting_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("81\n")
    environ = {"GATEWAY_DATA_DIR": str(tmp_path), "GATEWAY_PORT_FILE": str(tmp_path / "port")}
    assert Settings.from_environment(environ).port == 81


def test_a_value_and_a_file_contradict_each_other(tmp_path: Path) -> None:
    assert problems(PORT="1", PORT_FILE=str(tmp_path)) == (
        "GATEWAY_PORT: is set both directly and through GATEWAY_PORT_FILE; remove one of the two.",
    )


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    for path in (tmp_path, tmp_path / "missing", tmp_path / "binary", Path("\0")):
        assert problems(PORT_FILE=str(path)) == (
            "GATEWAY_PORT: GATEWAY_PORT_FILE must name a readable text file in UTF-8.",
        )


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("PROT", "remove it or correct its name. Did you mean GATEWAY_PORT?"),
        ("SECRET_KEY", "remove it or correct its name. Did you mean GATEWAY_SECRET_KEYS?"),
        ("DATABASE_URI", "remove it or correct its name. Did you mean GATEWAY_DATABASE_URL?"),
        ("SECRET_KEY_FILE", "remove it or correct its name. Did you mean GATEWAY_SECRET_KEYS_FILE?"),
        ("ZZZZZZZZZZZZZZ", "remove it or correct its name."),
        (
            "SERVICE_HOST",
            "Kubernetes injects it for a service called gateway; set enableServiceLinks: false on the pod.",
        ),
        (
            "PORT_80_TCP",
            "Kubernetes injects it for a service called gateway; set enableServiceLinks: false on the pod.",
        ),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_one(name: str, cure: str) -> None:
    assert problems(**{name: "x"}) == (f"GATEWAY_{name}: is not a setting; {cure}",)


def test_names_for_tests_are_let_through(tmp_path: Path) -> None:
    environ = {"GATEWAY_DATA_DIR": str(tmp_path), "GATEWAY_TEST_DATABASE_URL": "x", "PATH": "/bin"}
    assert Settings.from_environment(environ).port == 8000


def test_all_problems_are_told_at_once() -> None:
    told = problems(PROT="1", PORT="x", WORKERS="4", PROFILE="production", LOG_LEVEL="loud")
    assert [each.partition(":")[0] for each in told] == [
        "GATEWAY_PROT",
        "GATEWAY_PORT",
        "GATEWAY_LOG_LEVEL",
        "GATEWAY_PUBLIC_URL",
        "GATEWAY_PLATFORM_URL",
        "GATEWAY_ISSUERS",
        "GATEWAY_SECRET_KEYS",
        "GATEWAY_WORKERS",
        "GATEWAY_WORKERS",
    ]


def test_the_message_lists_each_problem_on_its_line() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"GATEWAY_PORT": "x", "GATEWAY_WORKERS": "0"})
    assert str(caught.value).splitlines() == [
        "The settings cannot be used:",
        "  - GATEWAY_PORT: must be a whole number from 0 to 65535.",
        "  - GATEWAY_WORKERS: must be a whole number from 1 to 64.",
    ]


def test_no_message_repeats_a_value() -> None:
    names = [name.removeprefix("GATEWAY_") for name, *_ in settings_rows()]
    told = problems(**{name: "hidden value\x01" for name in names if name != "DATA_DIR"})
    assert len(told) >= len(names) - 1
    assert "hidden" not in " ".join(told)


def test_the_table_describes_every_setting() -> None:
    lines = settings_table().splitlines()
    assert lines[:2] == ["| variable | value | default | meaning |", "| --- | --- | --- | --- |"]
    assert "| `GATEWAY_PORT` | 0 to 65535 | `8000` | Port to listen on; 0 takes a free one. |" in lines
    assert len(lines) == 2 + len(Settings.__dataclass_fields__)
    assert all(line.count(" | ") == 3 and all(cell.strip() for cell in line[1:-1].split(" | ")) for line in lines[2:])
