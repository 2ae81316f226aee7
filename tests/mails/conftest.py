"""An SMTP server of the test's own, and somebody who sends to it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from domain.vocabulary import Role
from gateway.mails.carriers import Smtp
from gateway.mails.letters import Letters
from gateway.mails.postman import Postman
from store.engine import Store
from store.vault import Vault
from tests.portal import Caller, Portal
from tests.world import World


@dataclass
class Server:
    """Keeps what it accepts; answers recipients as told, by default with 250."""

    port: int = 0
    accepted: list[EmailMessage] = field(default_factory=list)
    # The same to the letter.
    raw: list[bytes] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    arrived: Callable[[], Any] | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.raw.append(envelope.content)
        self.accepted.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def smtp() -> AsyncIterator[Server]:
    kept, sock = Server(), socket.create_server(("127.0.0.1", 0))
    kept.port = sock.getsockname()[1]
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: SMTP(kept, loop=loop), sock=sock)
    yield kept
    listening.close()


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def postman(store: Store, vault: Vault, clock: Clock, smtp: Server) -> Postman:
    letters = Letters("https://portal.example", "Portal <portal@firm.example>", "http://gateway.example")
    return Postman(store, vault, letters, Smtp(f"smtp://127.0.0.1:{smtp.port}"), clock)


@pytest.fixture
async def admin(world: World, portal: Portal) -> Caller:
    firm = await world.partner(name="Nord Revision")
    return portal.of(await firm.colleague(role=Role.ADMIN, name="Ada Nord"))
