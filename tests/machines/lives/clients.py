"""Clients: the firm's access to them, and their onboarding."""

from typing import Any

from domain.connection import ACCESS
from domain.ids import IdKind
from domain.onboarding import ONBOARDING
from domain.vocabulary import AccessStatus, OnboardingStatus
from store.tables import client
from tests.machines.acts import Fact, Mutation, admin
from tests.machines.life import Life, Move
from tests.machines.scene import Scene
from tests.world import Client

_SHOWN = "client { id version }"
_ACCESS = {"suspend": "poa_revoked", "restore": "poa_granted", "disconnect": "disconnected"}


def _id(scene: Scene) -> dict[str, Any]:
    return {"clientId": scene.public_id}


def _number(scene: Scene) -> str:
    return str(scene.said["account"])


async def is_about(scene: Scene, made: Client) -> None:
    """The scene's object is a client, on which somebody works."""
    scene.kind, scene.id = IdKind.CLIENT, made.id
    (row,) = await scene.stage.rows(client, client.c.id == made.id)
    scene.said["account"] = row.account_number
    if row.access_status != AccessStatus.DISCONNECTED:
        await scene.firm.assign(scene.sender, made)


async def _connected(scene: Scene, status: AccessStatus) -> None:
    poa = status is not AccessStatus.SUSPENDED
    await is_about(scene, await scene.firm.client(access_status=status, poa=poa))


async def _boarding(scene: Scene, status: OnboardingStatus) -> None:
    await is_about(scene, await scene.firm.client(onboarding=status))


def _poa(*, granted: bool) -> Fact:
    return Fact("access.poa_changed", _number, lambda scene: {"granted": granted})


def _step(status: OnboardingStatus) -> Fact:
    return Fact("onboarding.step", _number, lambda scene: {"status": status.value})


def _by_fact(event: str) -> Move:
    (after,) = set(ONBOARDING.events[event].values())
    return Move(_step(after), (event,))


CLIENTS = (
    Life(
        "access",
        ACCESS,
        client,
        _connected,
        (
            Move(_poa(granted=False), ("suspend",)),
            Move(_poa(granted=True), ("restore",)),
            Move(Mutation("disconnectClient", admin, _id, _SHOWN), ("disconnect",), ("client_disconnected",)),
            Move(Fact("client.left", _number, lambda scene: {}), ("disconnect",), ("client_left",)),
        ),
        prefix="client",
        actions=_ACCESS,
        column="access_status",
    ),
    Life(
        "onboarding",
        ONBOARDING,
        client,
        _boarding,
        (
            Move(
                Mutation("submitOnboarding", admin, lambda scene: _id(scene) | {"answer": "See page 2."}, _SHOWN),
                ("submit",),
            ),
            Move(Mutation("restartOnboarding", admin, _id, _SHOWN), ("restart",), ("onboarding_restarted",)),
            Move(Mutation("abandonOnboarding", admin, _id, _SHOWN), ("abandon",), ("onboarding_abandoned",)),
            *(_by_fact(event) for event in ONBOARDING.events),
        ),
        prefix="client",
        actions=dict.fromkeys(ONBOARDING.events, "onboarding_changed"),
        column="onboarding_status",
    ),
)
