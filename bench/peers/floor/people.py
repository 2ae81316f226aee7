"""The viewer, the people, and the change of a team."""

from typing import Any

from bench.peers.floor.values import SQL, colleagues, grouped, moment, public_id
from bench.peers.settings import COLLEAGUE_ID, EMAIL, PARTNER_ID
from domain.access import menu
from domain.ids import IdKind, decode
from domain.vocabulary import Role


async def viewer(read: Any, _: dict[str, Any]) -> dict[str, Any]:
    """The viewer; who that is comes from the environment, for there is no token."""
    firms = await read.fetch(SQL["memberships"], EMAIL)
    me = (await colleagues(read, [COLLEAGUE_ID]))[COLLEAGUE_ID]
    memberships = [
        {"partnerId": public_id("partner", row["partner_id"]), "partnerName": row["name"], "role": row["role"]}
        for row in firms
    ]
    shown = {"kind": "COLLEAGUE", "role": me["role"], "menu": menu(Role(me["role"])), "person": {"email": EMAIL}}
    return {"viewer": shown | {"colleague": me, "memberships": memberships}}


async def people(read: Any, variables: dict[str, Any]) -> dict[str, Any]:
    """The people, with whom they work for."""
    rows = await read.fetch(SQL["people"], PARTNER_ID, variables["first"] + 1)
    total = await read.fetchval(SQL["people_count"], PARTNER_ID)
    shown = rows[: variables["first"]]
    work = await read.fetch(SQL["work"], PARTNER_ID, [row["id"] for row in shown], 20)
    ids = list({row["client_id"] for row in work})
    clients = {row["id"]: row for row in await read.fetch(SQL["clients_by_id"], PARTNER_ID, ids)}
    working = await read.fetch(SQL["assignments"], PARTNER_ID, ids)
    names = await colleagues(read, {row["colleague_id"] for row in working}, "name")
    workers, own = grouped(working, "client_id"), grouped(work, "colleague_id")
    nodes = [_person(row, own[row["id"]], clients, workers, names) for row in shown]
    return {"partner": {"colleagues": {"totalCount": total, "nodes": nodes}}}


def _person(row: Any, work: Any, clients: Any, workers: Any, names: Any) -> dict[str, Any]:
    return {
        "id": public_id("colleague", row["id"]),
        "name": row["name"],
        "role": row["role"],
        "status": row["status"],
        "assignments": [
            {
                "id": public_id("assignment", each["id"]),
                "createdAt": moment(each["created_at"]),
                "client": {
                    "id": public_id("client", each["client_id"]),
                    "name": clients[each["client_id"]]["name"],
                    "country": clients[each["client_id"]]["country"],
                    "status": clients[each["client_id"]]["status"],
                    "assignments": [
                        {"colleague": names[other["colleague_id"]]} for other in workers[each["client_id"]]
                    ],
                },
            }
            for each in work
        ],
    }


async def update_team(read: Any, variables: dict[str, Any]) -> dict[str, Any]:
    """Changes a team's description and notes the event, in one transaction."""
    given = variables["input"]
    async with read.transaction():
        id = decode(IdKind.TEAM, given["teamId"])
        row = await read.fetchrow(SQL["update_team"], PARTNER_ID, id, given["description"])
        await read.execute(SQL["event"], PARTNER_ID, id)
    team = {"id": public_id("team", row["id"]), "name": row["name"], "description": row["description"]}
    return {"updateTeam": {"team": team, "userErrors": []}}
