"""What an operator can set: read from the environment, checked as a whole, described in one table."""

from gateway.settings.issuers import ASYMMETRIC_ALGORITHMS, DEFAULT_ALGORITHMS, Issuer
from gateway.settings.model import Settings
from gateway.settings.problems import SettingsError
from gateway.settings.secret_files import read_or_create
from gateway.settings.table import settings_rows, settings_table

__all__ = [
    "ASYMMETRIC_ALGORITHMS",
    "DEFAULT_ALGORITHMS",
    "Issuer",
    "Settings",
    "SettingsError",
    "read_or_create",
    "settings_rows",
    "settings_table",
]
