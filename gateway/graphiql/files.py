"""The page's static files: each under an address that carries its hash, so a browser may keep it for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

ASSETS = Path(__file__).parent / "assets"
PREFIX = "/graphiql"
_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript"}
_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class StaticFile:
    """A script or style sheet on disk and the address at which the browser finds it."""

    path: Path
    address: str


def static_files() -> dict[str, StaticFile]:
    """Every script and style sheet by its plain name, `graphiql.min.js` for one.

    The address is `/graphiql/graphiql.min.<16 hex digits of its SHA-256>.js`.
    Reads about 1.6 MB: call it once.
    """
    return {path.name: _static_file(path) for path in sorted(ASSETS.iterdir()) if path.suffix in _MEDIA_TYPES}


def files_route(files: Mapping[str, StaticFile]) -> Route:
    """`GET /graphiql/{file}`: the given files and nothing else; any other name is a 404."""
    by_address = {file.address: file for file in files.values()}

    async def serve(request: Request) -> Response:
        # A look-up in a closed list, never a path joined from input: there is nothing to traverse.
        file = by_address.get(f"{PREFIX}/{request.path_params['file']}")
        if file is None:
            return PlainTextResponse("There is no such file.", status_code=404)
        return FileResponse(file.path, media_type=_MEDIA_TYPES[file.path.suffix], headers=_HEADERS)

    return Route(f"{PREFIX}/{{file}}", serve, methods=["GET"])


def _static_file(path: Path) -> StaticFile:
    digest = sha256(path.read_bytes()).hexdigest()[:16]
    return StaticFile(path, f"{PREFIX}/{path.stem}.{digest}{path.suffix}")
