"""Development only: the mails of the folder, as a list and one by one."""

import html
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.mails.folder import part, read
from gateway.mails.postman import Postman
from gateway.mails.service import folder_of
from gateway.settings import Settings

_HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
_MOST = 50
_SECRET_LETTERS = 43


def mail_routes(settings: Settings, postman: Postman | None) -> list[BaseRoute]:
    """`/dev/mails`, newest first: a page for browsers, text for everybody else; and each mail as it looks."""
    folder = folder_of(settings)

    async def index(request: Request) -> Response:
        if postman is not None and settings.smtp_url is None:
            # What was asked for a moment ago is shown, however busy the server is.
            while await postman.round():
                pass
        found = list(_newest(folder))
        if "text/html" in request.headers.get("accept", ""):
            return HTMLResponse(_page(found), headers=_HEADERS)
        return PlainTextResponse("\n".join(map(_told, found)) or "No mails yet.\n", headers=_HEADERS)

    async def one(request: Request) -> Response:
        file = folder / f"{request.path_params['id']}.eml"
        if not file.is_file():
            return PlainTextResponse("There is no such mail.\n", 404, headers=_HEADERS)
        return HTMLResponse(part(read(file), "html"), headers=_HEADERS)

    return [Route("/dev/mails", index), Route("/dev/mails/{id:uuid}", one)]


def _newest(folder: Path) -> Iterator[EmailMessage]:
    # Names are UUIDs that begin with the moment.
    files = sorted(folder.glob("*.eml"), reverse=True)[:_MOST] if folder.is_dir() else []
    return map(read, files)


def _told(message: EmailMessage) -> str:
    link = _address(message)
    token = _token(link)
    lines = [f"To: {message['To']}", f"Kind: {message['X-Gateway-Kind']}", f"Subject: {message['Subject']}"]
    lines += [f"At: {message['Date']}"] + ([f"Token: {token}"] if token else [])
    return "\n".join(lines + ([f"Link: {link}"] if link else [])) + "\n"


def _token(link: str) -> str:
    """The secret at the end of a link, where it has one (`store.vault.new_secret`)."""
    last = link.rpartition("/")[2]
    return last if len(last) == _SECRET_LETTERS else ""


def _page(messages: list[EmailMessage]) -> str:
    rows = "".join(
        f"<tr><td>{_safe(m['Date'])}<td>{_safe(m['To'])}<td><a href='/dev/mails/{_id(m)}'>{_safe(m['Subject'])}</a>"
        f"<td>{_link(m)}"
        for m in messages
    )
    style = "<style>body{font:15px sans-serif;margin:2em}td,th{padding:.4em .8em;text-align:left}</style>"
    empty = "" if messages else "<p>No mails yet."
    head = "<tr><th>At<th>To<th>Subject<th>Its link"
    start = f"<!doctype html><meta charset=utf-8><title>Mails</title>{style}<h1>Mails</h1>{empty}"
    return f"{start}<table>{head}{rows}</table>"


def _link(message: EmailMessage) -> str:
    link = _address(message)
    return f"<a href='{_safe(link)}'>{_safe(link)}</a>" if link else ""


def _address(message: EmailMessage) -> str:
    """Where the button leads; empty without one."""
    found = re.search(r"^[^:\n]+: (https?://\S+)$", part(message, "plain").replace("\r", ""), re.MULTILINE)
    return found[1] if found else ""


def _safe(value: object) -> str:
    return html.escape(str(value))


def _id(message: EmailMessage) -> str:
    return str(message["Message-ID"]).strip("<>").partition("@")[0]
