"""Streams that are told the same: each event is executed and encoded once for all of them."""

import asyncio
import secrets
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from domain.access import Viewer
from domain.denials import Denials
from domain.errors import ErrorCode
from gateway.problems import denial_errors
from gateway.streams.ask import Ask
from gateway.streams.interface import Frame
from gateway.streams.scene import Scene
from gateway.streams.stream import Stream
from loaders.sight import Sight
from resolvers.changes.feed import Change
from schema.access import AnyColleague
from store.faults import Unavailable
from store.outbox import Event, Place
from store.reading import Reader


@dataclass(frozen=True, slots=True)
class Body:
    """An encoded response, in the parts around its cursors."""

    parts: Sequence[bytes]
    about: UUID | None

    def frame(self, cursor: str) -> Frame:
        """The response with a cursor."""
        return Frame(cursor.encode().join(self.parts), cursor, self.about)


class Group:
    """The streams of one ask, run as one viewer."""

    def __init__(self, scene: Scene, ask: Ask, viewer: Viewer, key: Hashable = None) -> None:
        self.members: set[Stream] = set()
        self.ask = ask
        self.viewer = viewer
        self.key = key
        self.wanted = ask.wanted(viewer)
        self._scene = scene
        # Stands for a cursor until it is known whose; nothing else in an answer can be equal to it.
        self.mark = secrets.token_hex(16)

    def told(self, events: Sequence[Event], sight: Sight) -> list[tuple[Place, Change]]:
        """What is to be told of some events, to somebody who has not heard it yet."""
        feed, found = self.ask.feed, []
        for event in events:
            if event.kind in feed.kinds and self._is_new(event.place):
                change = feed.told(self.viewer, self.wanted, event, sight, self.mark)
                found += [(event.place, change)] if change is not None else []
        return found

    async def tell(self, reader: Reader, told: Sequence[tuple[Place, Change]], *, is_patient: bool) -> None:
        """Executes once, sends to each; raises Unavailable before anything is sent, unless it is not patient."""
        bodies = await self.bodies(reader, [change for _, change in told], is_patient=is_patient)
        for (place, _), body in zip(told, bodies, strict=True):
            self._send(place, body)

    def _is_new(self, place: Place) -> bool:
        return any(member.reached.position < place.position for member in self.members)

    def _send(self, place: Place, body: Body) -> None:
        frames: dict[bytes, Frame] = {}
        for member in tuple(self.members):
            # Thousands of times: so numbers are compared, which is what places do.
            if member.reached.position < place.position:
                member.reached = place
                frame = frames.get(member.binding)
                if frame is None:
                    cursor = self._scene.cursors.write(member.binding, place)
                    frame = frames[member.binding] = body.frame(cursor)
                member.send(frame)

    async def bodies(self, reader: Reader, changes: Sequence[Change], *, is_patient: bool = True) -> list[Body]:
        """The responses to changes, with the mark in place of cursors; raises Unavailable and TimeoutError."""
        scene, ask, mark = self._scene, self.ask, self.mark.encode()
        asks_memberships = scene.subscriptions.asks(ask.subscription, AnyColleague(self.viewer), "Viewer.memberships")
        context = await scene.context(self.viewer, reader, with_memberships=asks_memberships)
        found: list[Body] = []
        async with asyncio.timeout(scene.seconds):
            async for response in scene.subscriptions.respond(ask.subscription, context, changes):
                denials, context.denials = context.denials, Denials()
                whole = scene.subscriptions.with_errors(response, denial_errors(denials))
                if is_patient and is_away(whole):
                    raise Unavailable("something behind a field is away")
                change = changes[len(found)]
                about = change.client_id if ask.feed.coalesces else None
                extensions = {"cursor": self.mark} | ({"narrowed": change.narrowed} if change.narrowed else {})
                parts = orjson.dumps(whole | {"extensions": extensions}).split(mark)
                found.append(Body(parts, about))
        return found


def is_away(response: dict[str, Any]) -> bool:
    """Whether a field of a response is null for something that is away."""
    return any(error["extensions"]["code"] == ErrorCode.UNAVAILABLE for error in response.get("errors", ()))
