"""What moves an object: a mutation, a fact of the platform, time, or a mail that comes back."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Protocol
from uuid import uuid4

from gateway.mails.carriers import Refused
from gateway.mails.letters import Letters
from gateway.mails.postman import Postman
from tests.facts.telling import told
from tests.machines.scene import Scene
from tests.portal import Caller


@dataclass(frozen=True)
class Said:
    """What was answered: no code means that it was done; a clock and a postman answer nobody (None)."""

    codes: list[str] | None
    messages: str = ""
    payload: Any = None


def admin(scene: Scene) -> Caller:
    """The firm's admin."""
    return scene.admin


def anybody(scene: Scene) -> Caller:
    """Somebody with nothing but a link."""
    return scene.anybody


def operator(scene: Scene) -> Caller:
    """An operator of the platform."""
    return scene.operator


class Act(Protocol):
    """Something that is done at the gateway; `key` makes a repeat safe where there is an answer to repeat."""

    async def __call__(self, scene: Scene, key: str | None = None) -> Said: ...


@dataclass(frozen=True)
class Mutation:
    """A mutation by somebody; `shown` is asked for beside the errors."""

    name: str
    by: Callable[[Scene], Caller]
    input: Callable[[Scene], dict[str, Any]]
    shown: str = "__typename"
    keyed: bool = True

    async def __call__(self, scene: Scene, key: str | None = None) -> Said:
        """Asks once; the answer must be a payload."""
        kind = f"{self.name[0].upper()}{self.name[1:]}Input"
        errors = "userErrors { code message path }"
        document = f"mutation ($input: {kind}!) {{ done: {self.name}(input: $input) {{ {self.shown} {errors} }} }}"
        more = {"idempotencyKey": key or uuid4().hex} if self.keyed else {}
        answer = await self.by(scene)(document, input=self.input(scene) | more)
        assert not answer.errors, answer.body
        payload = answer.data["done"]
        refused = list(_errors(payload))
        return Said([each["code"] for each in refused], " ".join(each["message"] for each in refused), payload)


def has_key(act: Act) -> bool:
    """Whether it can be repeated under a key."""
    return isinstance(act, Mutation) and act.keyed


@dataclass(frozen=True)
class Fact:
    """A fact of the platform, over HTTP; told again in the same turn, it is the same fact."""

    kind: str
    client: Callable[[Scene], str]
    data: Callable[[Scene], dict[str, Any]]

    async def __call__(self, scene: Scene, key: str | None = None) -> Said:
        """Tells it; what is not taken in is told apart by its outcome."""
        sequence = scene.said.get("told", 0) + 1
        fact = told(self.client(scene), sequence, self.kind, scene.stage.now, **self.data(scene))
        answer = await scene.platform.http.post("/facts", json=[fact], headers=dict(scene.platform.headers))
        assert answer.status_code == 200, answer.text
        scene.said["told"] = sequence
        (result,) = answer.json()["results"]
        return Said([] if result["outcome"] == "APPLIED" else [result["outcome"]], result["message"] or "")


@dataclass(frozen=True)
class Inside:
    """What the gateway does by itself, and answers nobody."""

    do: Callable[[Scene], Awaitable[Any]]

    async def __call__(self, scene: Scene, key: str | None = None) -> Said:
        """Does it."""
        await self.do(scene)
        return Said(None)


class _Returning:
    """Takes all mails but those to one address, which does not exist."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def carry(self, message: EmailMessage) -> None:
        if self._address in str(message["To"]):
            raise Refused("550 No such user here")


async def bounce(scene: Scene) -> None:
    """The postman goes his rounds, and what is addressed to the object comes back."""
    stage, settings = scene.stage, scene.stage.portal.settings
    letters = Letters(settings.portal_url, settings.mail_from, settings.public_url)
    carrier = _Returning(scene.said["address"])
    postman = Postman(stage.store, stage.vault, letters, carrier, lambda: stage.now)
    while await postman.round():
        pass


async def time_passes(scene: Scene) -> None:
    """The object's time is over."""
    await scene.tick(scene.ends_at)


EXPIRES = Inside(time_passes)
BOUNCES = Inside(bounce)


def _errors(payload: Any) -> Iterator[dict[str, Any]]:
    """User errors of the whole, and of each row of a bulk."""
    yield from payload["userErrors"]
    for row in payload.get("results", ()):
        yield from row["userErrors"]
