"""Ways in which mails leave: by SMTP, or into a folder."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib

_SECONDS = 20
_PERMANENT = range(500, 600)


class Refused(Exception):
    """The address (or the mail) is refused for good."""


class Failed(Exception):
    """It did not work this time; `is_down` says that no other mail would fare better now."""

    def __init__(self, reason: str, *, is_down: bool) -> None:
        super().__init__(reason)
        self.is_down = is_down


class Carrier(Protocol):
    """Takes one mail; raises Refused or Failed."""

    async def carry(self, message: EmailMessage) -> None:
        """Returns once the mail is in somebody else's hands."""


class Folder:
    """Puts mails as `.eml` files into a folder, named by when they came."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def carry(self, message: EmailMessage) -> None:
        """Writes the file; the same mail again replaces it."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        draft = self._folder / f"{name}.draft"
        draft.write_bytes(bytes(message))
        draft.rename(self._folder / f"{name}.eml")


class Smtp:
    """Hands mails to an SMTP server: `smtps://` from the first byte in TLS, `smtp://` with STARTTLS where offered.

    A login is never sent without TLS, except to this very machine.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._is_tls = parts.scheme == "smtps"
        self._host = parts.hostname or ""
        self._port = parts.port or (465 if self._is_tls else 587)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password or "")

    async def carry(self, message: EmailMessage) -> None:
        """One connection per mail: a broken one spoils nothing else."""
        async with _told_apart():
            await aiosmtplib.send(message, timeout=_SECONDS, **self._connection())

    async def greet(self, seconds: float) -> None:
        """Connects, secures the connection, logs in, and leaves without a mail; raises Refused or Failed."""
        async with _told_apart(), aiosmtplib.SMTP(timeout=seconds, **self._connection()) as client:
            await client.ehlo()

    def _connection(self) -> dict[str, Any]:
        return {
            "hostname": self._host,
            "port": self._port,
            "username": self._user,
            "password": self._password if self._user else None,
            "use_tls": self._is_tls,
            "start_tls": None if self._may_be_plain else not self._is_tls,
            "tls_context": ssl.create_default_context(),
        }

    @property
    def _may_be_plain(self) -> bool:
        return not self._is_tls and (self._user is None or self._host in {"localhost", "127.0.0.1", "::1"})


@asynccontextmanager
async def _told_apart() -> AsyncIterator[None]:
    try:
        yield
    except aiosmtplib.SMTPAuthenticationError as error:
        raise Failed(f"the SMTP server refuses the login ({error.code})", is_down=True) from None
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _response(error.recipients[0].code) from None
    except aiosmtplib.SMTPSenderRefused as error:
        raise Failed(f"the SMTP server refuses the sender ({error.code})", is_down=True) from None
    except aiosmtplib.SMTPResponseException as error:
        raise _response(error.code) from None
    except aiosmtplib.SMTPNotSupported as error:
        # What one mail asks for; the next may go.
        raise Failed(f"the SMTP server cannot take it ({error})", is_down=False) from None
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Failed(f"the SMTP server cannot be used ({type(error).__name__})", is_down=True) from None


def _response(code: int) -> Refused | Failed:
    # What servers say beside the code may hold addresses.
    if code in _PERMANENT:
        return Refused(f"refused by the SMTP server ({code})")
    return Failed(f"not accepted by the SMTP server ({code})", is_down=code == 421)
