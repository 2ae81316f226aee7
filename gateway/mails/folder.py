"""The folder into which development puts its mails: reading them, and forgetting people."""

import asyncio
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from domain.erasure import Person


def read(file: Path) -> EmailMessage:
    """The mail of a file."""
    return BytesParser(policy=policy.default).parsebytes(file.read_bytes())


def part(message: EmailMessage, kind: str) -> str:
    """Its text (`plain`, `html`); empty where it has none."""
    body = message.get_body((kind,))
    return str(body.get_content()) if body is not None else ""


class LetterFolder:
    """Throws letters away that tell of somebody who was erased, whosever letters they are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def forget(self, person: Person) -> None:
        """Looks through all letters, aside."""
        await asyncio.to_thread(self._forget, person)

    def _forget(self, person: Person) -> None:
        for file in self._folder.glob("*.eml"):
            letter = read(file)
            if person.is_told_by(str(letter["To"]), str(letter["Subject"]), part(letter, "plain")):
                file.unlink(missing_ok=True)
