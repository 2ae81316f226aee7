"""The page: its HTML with the demo viewers to choose from, and the policy that ties it to its own origin."""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.graphiql.files import StaticFile, files_route, static_files

DEFAULT_QUERY = """\
# Choose at the top whom to view as, then press
# Ctrl-Enter (or the play button). Ctrl-Space completes
# what you type; the book icon opens the documentation.

query WhatCanIAsk {
  __schema {
    queryType {
      fields {
        name
        description
      }
    }
  }
}
"""

_NO_VIEWERS = (
    "There are no demo viewers yet. Run <code>gateway demo</code> and reload this page, or paste a token of your own."
)
_PAGE = Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))
# Inside a script element only these can end the element or open a comment.
_SCRIPT_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class DemoViewer:
    """A person the page can look through.

    `label` is what the select box shows, `token` an access token as it goes behind `Bearer`, `partner` the
    value of the `Gateway-Partner` header for a person who works at several firms (None: it is not sent).
    """

    label: str
    token: str
    partner: str | None = None


def graphiql_routes(
    viewers: Callable[[], Awaitable[Sequence[DemoViewer]]],
    endpoint: str = "/graphql",
    query: str = DEFAULT_QUERY,
) -> list[BaseRoute]:
    """`GET /` (the page) and `GET /graphiql/{file}` (its scripts and styles). Development profile only.

    `viewers` is asked anew on every load of the page, so its tokens may be short-lived; an empty list shows
    how to get some. `endpoint` is a path on the same origin: the page may connect nowhere else. `query` is
    what a first visitor finds in the editor.
    """
    files = static_files()

    async def page(request: Request) -> Response:
        nonce = secrets.token_urlsafe(16)
        html = _html(await viewers(), endpoint, query, nonce, files)
        return HTMLResponse(html, headers=_headers(nonce))

    return [Route("/", page, methods=["GET"]), files_route(files)]


def _html(viewers: Sequence[DemoViewer], endpoint: str, query: str, nonce: str, files: Mapping[str, StaticFile]) -> str:
    config = {"endpoint": endpoint, "query": query, "viewers": viewers}
    return _PAGE.substitute(
        config=orjson.dumps(config).decode().translate(_SCRIPT_ESCAPES),
        nonce=nonce,
        notice="" if viewers else _NO_VIEWERS,
        graphiql_css=files["graphiql.min.css"].address,
        console_css=files["console.css"].address,
        react_js=files["react.production.min.js"].address,
        react_dom_js=files["react-dom.production.min.js"].address,
        graphiql_js=files["graphiql.min.js"].address,
        console_js=files["console.js"].address,
    )


def _headers(nonce: str) -> dict[str, str]:
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        # GraphiQL's menus lock scrolling with a style element of their own: it carries this nonce.
        "style-src": f"'self' 'nonce-{nonce}'",
        "img-src": "'self' data:",
        "font-src": "data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
