"""The local issuer's tokens pass the same verification, and its key is made once and kept private."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.settings import Settings, SettingsError
from gateway.tokens import InvalidToken, LocalIssuer, build_verifier, local_issuer

ISSUER, AUDIENCE = "urn:test", "test"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment({"GATEWAY_DATA_DIR": str(tmp_path)})


async def test_a_minted_token_is_accepted(settings: Settings) -> None:
    token = local_issuer(settings).mint("ada", email="Ada@Firm.Example", name="Ada", scopes=("b", "a"))
    claims = await build_verifier(settings).verify(token)
    assert (claims.subject, claims.email, claims.name) == ("ada", "ada@firm.example", "Ada")
    assert claims.scopes == {"a", "b"}
    assert claims.token_id
    assert not claims.is_machine
    assert timedelta(hours=11) < claims.expires_at - datetime.now(UTC) <= timedelta(hours=12)


async def test_a_minted_machine_token_is_one(settings: Settings) -> None:
    token = local_issuer(settings).mint("robot", client_id="robot")
    assert (await build_verifier(settings).verify(token)).is_machine


async def test_a_minted_token_expires(settings: Settings) -> None:
    token = local_issuer(settings).mint("ada", now=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(InvalidToken):
        await build_verifier(settings).verify(token)


async def test_tokens_survive_another_address(settings: Settings, tmp_path: Path) -> None:
    moved = Settings.from_environment({"GATEWAY_DATA_DIR": str(tmp_path), "GATEWAY_PORT": "9000"})
    assert await build_verifier(moved).verify(local_issuer(settings).mint("ada"))


async def test_another_installation_is_not_trusted(settings: Settings, tmp_path: Path) -> None:
    elsewhere = Settings.from_environment({"GATEWAY_DATA_DIR": str(tmp_path / "other")})
    with pytest.raises(InvalidToken):
        await build_verifier(settings).verify(local_issuer(elsewhere).mint("ada"))


async def test_a_local_issuer_that_is_off_is_not_trusted(settings: Settings, tmp_path: Path) -> None:
    issuers = '[{"issuer": "https://a.example", "jwks_url": "https://a.example/jwks", "audience": "x"}]'
    without = Settings.from_environment(
        {"GATEWAY_DATA_DIR": str(tmp_path), "GATEWAY_LOCAL_ISSUER": "false", "GATEWAY_ISSUERS": issuers}
    )
    verifier = build_verifier(without)
    with pytest.raises(InvalidToken):
        await verifier.verify(local_issuer(settings).mint("ada"))
    await verifier.aclose()


def test_the_key_is_kept_and_private(tmp_path: Path) -> None:
    first = LocalIssuer.load_or_create(tmp_path, ISSUER, AUDIENCE)
    second = LocalIssuer.load_or_create(tmp_path, ISSUER, AUDIENCE)
    assert first.published() == second.published()
    assert [path.name for path in tmp_path.iterdir()] == ["issuer-key.json"]
    assert stat.S_IMODE((tmp_path / "issuer-key.json").stat().st_mode) == 0o600


def test_only_the_public_half_is_published(tmp_path: Path) -> None:
    (key,) = LocalIssuer.load_or_create(tmp_path, ISSUER, AUDIENCE).published()["keys"]
    assert key["kty"] == "OKP"
    assert "d" not in key


async def test_another_algorithm_finds_no_key(tmp_path: Path) -> None:
    issuer = LocalIssuer.load_or_create(tmp_path, ISSUER, AUDIENCE)
    kid = str(issuer.published()["keys"][0]["kid"])
    assert await issuer.find(kid, "Ed25519") is not None
    assert await issuer.find(kid, "EdDSA") is None
    assert await issuer.find("other", "Ed25519") is None


def test_threads_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: LocalIssuer.load_or_create(tmp_path, ISSUER, AUDIENCE), range(8)))
    assert len({str(issuer.published()) for issuer in made}) == 1


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from gateway.tokens import LocalIssuer;"
        "print(LocalIssuer.load_or_create(Path(sys.argv[1]), 'i', 'a').published())"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE) for _ in range(3)
    ]
    said = {process.communicate(timeout=60)[0] for process in started}
    assert [process.returncode for process in started] == [0, 0, 0]
    assert len(said) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"kty": "OKP", "crv": "Ed25519", "x": "AA", "d": "AA"}'])
def test_a_broken_key_file_is_told_with_its_cure(tmp_path: Path, text: str) -> None:
    (tmp_path / "issuer-key.json").write_text(text)
    with pytest.raises(SettingsError, match=r"GATEWAY_DATA_DIR: .*issuer-key\.json is not a key; delete the file"):
        LocalIssuer.load_or_create(tmp_path, ISSUER, AUDIENCE)


def test_a_data_directory_that_is_a_file_is_told_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"GATEWAY_DATA_DIR: .* name a directory this user may write to"):
        LocalIssuer.load_or_create(tmp_path / "file" / "deeper", ISSUER, AUDIENCE)
