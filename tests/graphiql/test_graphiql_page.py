"""What a browser gets on `/`: the page, its viewers, its policy and its files."""

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import httpx2
import pytest
from graphql import parse
from starlette.applications import Starlette

import gateway.graphiql
from gateway.graphiql import DEFAULT_QUERY, DemoViewer, graphiql_routes

ASSETS = Path(gateway.graphiql.__file__).parent / "assets"
OURS = {"console.css", "console.js", "VERSIONS.md", "LICENSES-bundled.txt"}
ADA = DemoViewer("Ada, owner", "token-of-ada")
BOB = DemoViewer("Bob, bookkeeper at North", "token-of-bob", "partner_north")


def browser(*viewers: DemoViewer, endpoint: str = "/graphql", query: str = DEFAULT_QUERY) -> httpx2.AsyncClient:
    async def demo_viewers() -> Sequence[DemoViewer]:
        return viewers

    app = Starlette(routes=graphiql_routes(demo_viewers, endpoint, query))
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://gateway.test")


class Elements(HTMLParser):
    """The elements of a page in order, each as (tag, attributes, text that follows its start)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.found:
            tag, attrs, text = self.found[-1]
            self.found[-1] = (tag, attrs, text + data)


def config_of(html: str) -> dict[str, object]:
    [text] = [text for _, attrs, text in Elements(html).found if attrs.get("id") == "config"]
    config: dict[str, object] = json.loads(text)
    return config


def addresses(html: str) -> list[str]:
    found = Elements(html).found
    scripts = [attrs["src"] for tag, attrs, _ in found if tag == "script" and "src" in attrs]
    styles = [attrs["href"] for tag, attrs, _ in found if tag == "link" and attrs["rel"] == "stylesheet"]
    return [address for address in scripts + styles if address]


def policy_of(response: httpx2.Response) -> dict[str, str]:
    parts = response.headers["content-security-policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


async def test_the_page_carries_the_viewers_with_token_and_firm() -> None:
    async with browser(ADA, BOB) as client:
        config = config_of((await client.get("/")).text)
    assert config["viewers"] == [
        {"label": "Ada, owner", "token": "token-of-ada", "partner": None},
        {"label": "Bob, bookkeeper at North", "token": "token-of-bob", "partner": "partner_north"},
    ]


async def test_the_page_names_the_endpoint_and_query_it_was_given() -> None:
    async with browser(ADA, endpoint="/api/graphql", query="{ viewer { name } }") as client:
        config = config_of((await client.get("/")).text)
    assert (config["endpoint"], config["query"]) == ("/api/graphql", "{ viewer { name } }")


def test_the_default_query_is_one_valid_operation() -> None:
    assert len(parse(DEFAULT_QUERY).definitions) == 1


@pytest.mark.parametrize(
    "label", ["</script><script>alert(1)</script>", "<!--<script>", "A & B", 'say "hi" \\ \u2028', "$config ${nonce}"]
)
async def test_no_label_breaks_out_of_the_embedded_json(label: str) -> None:
    async with browser(DemoViewer(label, "t")) as client, browser(ADA) as harmless:
        html = (await client.get("/")).text
        usual = (await harmless.get("/")).text
    assert config_of(html)["viewers"] == [{"label": label, "token": "t", "partner": None}]
    assert [tag for tag, _, _ in Elements(html).found] == [tag for tag, _, _ in Elements(usual).found]


async def test_without_demo_viewers_the_page_says_how_to_get_some() -> None:
    async with browser() as client:
        assert "Run <code>gateway demo</code>" in (await client.get("/")).text


async def test_with_demo_viewers_the_page_does_not_talk_about_missing_ones() -> None:
    async with browser(ADA) as client:
        assert "gateway demo" not in (await client.get("/")).text


async def test_viewers_are_asked_anew_on_every_load_so_that_tokens_may_be_short_lived() -> None:
    tokens = iter(["first", "second"])

    async def fresh() -> Sequence[DemoViewer]:
        return [DemoViewer("Ada", next(tokens))]

    transport = httpx2.ASGITransport(Starlette(routes=graphiql_routes(fresh)))
    async with httpx2.AsyncClient(transport=transport, base_url="http://gateway.test") as client:
        pages = [(await client.get("/")).text for _ in range(2)]
    assert ["first" in pages[0], "second" in pages[1], "first" in pages[1]] == [True, True, False]


async def test_the_policy_allows_no_other_origin_and_no_inline_script() -> None:
    async with browser(ADA) as client:
        policy = policy_of(await client.get("/"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert not re.search(r"unsafe|https?:|\*", " ".join(policy.values()))


async def test_every_page_has_its_own_nonce_and_the_policy_names_it() -> None:
    async with browser(ADA) as client:
        answers = [await client.get("/") for _ in range(2)]
    nonces = [nonce for answer in answers for nonce in re.findall('nonce="([^"]+)"', answer.text)]
    assert nonces[0] != nonces[1]
    for nonce, answer in zip(nonces, answers, strict=True):
        assert policy_of(answer)["style-src"] == f"'self' 'nonce-{nonce}'"


async def test_the_page_has_no_script_or_style_of_its_own_inside() -> None:
    async with browser(ADA) as client:
        html = (await client.get("/")).text
    found = Elements(html).found
    inline = [attrs for tag, attrs, _ in found if tag == "script" and "src" not in attrs]
    assert inline == [{"type": "application/json", "id": "config"}]
    assert not [tag for tag, attrs, _ in found if tag == "style" or "style" in attrs]
    assert not [name for _, attrs, _ in found for name in attrs if name.startswith("on")]


async def test_the_page_with_its_tokens_is_neither_stored_nor_framed_nor_told_to_others() -> None:
    async with browser(ADA) as client:
        headers = (await client.get("/")).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


async def test_every_file_the_page_names_is_served_by_us_and_may_be_kept_for_ever() -> None:
    media_types = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
    async with browser(ADA) as client:
        wanted = addresses((await client.get("/")).text)
        files = {address: await client.get(address) for address in wanted}
    assert len(files) == 6
    for address, file in files.items():
        assert file.status_code == 200
        assert file.headers["content-type"] == media_types[Path(address).suffix]
        assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert file.headers["x-content-type-options"] == "nosniff"
        assert sha256(file.content).hexdigest()[:16] in address


@pytest.mark.parametrize(
    "path",
    [
        "/graphiql/graphiql.min.js",
        "/graphiql/graphiql.min.0000000000000000.js",
        "/graphiql/VERSIONS.md",
        "/graphiql/page.py",
        "/graphiql/..%2fpage.py",
        "/graphiql/%2e%2e%2f%2e%2e%2fpyproject.toml",
        "/graphiql/..%5cpage.py",
        "/graphiql/%2fetc%2fpasswd",
        "/graphiql/console.js%00.css",
        "/graphiql/",
    ],
)
async def test_no_other_file_can_be_read(path: str) -> None:
    async with browser(ADA) as client:
        answer = await client.get(path)
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize("path", ["/", "/graphiql/graphiql.min.js"])
async def test_nothing_can_be_posted_to_the_page(path: str) -> None:
    async with browser(ADA) as client:
        assert (await client.post(path)).status_code == 405


def vendored() -> dict[str, str]:
    rows = re.findall(r"^\| (\S+) \| .+ \| ([0-9a-f]{64}) \|$", (ASSETS / "VERSIONS.md").read_text(), re.MULTILINE)
    return dict(rows)


def test_every_vendored_file_is_the_one_that_was_published() -> None:
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in ASSETS.iterdir() if path.name not in OURS}
    assert found == vendored()


@pytest.mark.parametrize("name", ["graphiql.min.css", "console.css"])
def test_style_sheets_load_nothing_from_elsewhere(name: str) -> None:
    loads = re.findall(r"url\(\s*[\"']?([a-z]*)", (ASSETS / name).read_text())
    assert set(loads) <= {"data"}
    assert "@import" not in (ASSETS / name).read_text()
