"""The sealing keys that a development installation generates for itself."""

import secrets
from pathlib import Path

from gateway.settings.kinds import SECRET_KEYS
from gateway.settings.problems import SettingsError, Unfit
from gateway.settings.secret_files import read_or_create


def generated_keys(data_dir: Path) -> tuple[str, ...]:
    """Give the keys kept in `data_dir`, generating one at the first start; raises `SettingsError`."""
    path = data_dir / "secret-keys"
    try:
        keys: tuple[str, ...] = SECRET_KEYS.read(read_or_create(path, lambda: secrets.token_hex(32)).strip())
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            [f"GATEWAY_DATA_DIR: {path} cannot be read or written; name a directory this user may write to."]
        ) from error
    except Unfit as unfit:
        raise SettingsError([f"GATEWAY_SECRET_KEYS: {path} {unfit}; delete the file to generate it anew."]) from unfit
    return keys
