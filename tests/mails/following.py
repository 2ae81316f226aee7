"""Who sends in these tests, and what became of what they sent."""

import re
from email.message import EmailMessage

from sqlalchemy import select

from gateway.mails.postman import Postman
from store.engine import Store
from store.tables import mail


async def states(store: Store) -> dict[str, list[str]]:
    async with store.engine.connect() as connection:
        rows = (await connection.execute(select(mail).order_by(mail.c.id))).all()
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row.status)
        assert (row.sealed_secret is None) or row.status == "QUEUED"
    return found


def link_in(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    (link,) = re.findall(r"https://portal.example/\S+", body.get_content())
    return str(link)


async def work_off(postman: Postman) -> None:
    while await postman.round():
        pass
