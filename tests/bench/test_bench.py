import asyncio
import statistics
from pathlib import Path
from uuid import uuid4

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate

from bench.answers import check_near, check_same, leaves
from bench.asked import Asked
from bench.documents import operations
from bench.due import Due, Round
from bench.facts import TakenIn
from bench.latency import Latency
from bench.load import Load, Refused, drive
from bench.measuring import Bench, Failed, Sample
from bench.peers.node import FOLDER
from bench.processes import Cores, Started
from bench.report import report
from bench.results import Results
from bench.scenarios import Compared, Pace
from bench.servers import OURS
from bench.streams import Streamed
from bench.world import Owner
from domain.ids import IdKind, encode
from schema.build import build_schema as portal_schema
from schema.build import core

OWNER = Owner(uuid4(), uuid4(), (encode(IdKind.TEAM, uuid4()), encode(IdKind.TEAM, uuid4())), "karen@example.com")
OPERATIONS = operations(OWNER, "2026-05")
PEERS = build_schema((Path(FOLDER) / "schema.graphql").read_text())
SCHEMAS = {"the portal": core(portal_schema()), "the peers": PEERS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_what_is_measured_is_valid_for_the_portal_and_for_the_peers(schema: GraphQLSchema, operation) -> None:
    assert validate(schema, parse(operation.document)) == []


def test_no_request_of_the_mutation_asks_for_what_is_there_already() -> None:
    mutation = OPERATIONS[-1]
    latest: dict[str, str] = {}
    for variables in mutation.variables:
        team, description = variables["input"]["teamId"], variables["input"]["description"]
        assert latest.get(team) != description
        latest[team] = description
    assert set(latest) == set(OWNER.teams)


async def answering(body: bytes, status: bytes = b"200 OK") -> asyncio.Server:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
            writer.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))

    async def quietly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()

    return await asyncio.start_server(quietly, "127.0.0.1", 0)


async def driven(server: asyncio.Server):
    async with server:
        return await drive(Load(server.sockets[0].getsockname()[1], {}, ['{"a":1}', '{"b":2}'], 0.05, 3))


async def test_the_load_counts_every_answer() -> None:
    seen = await driven(await answering(b'{"data":{"userErrors":[]}}'))
    assert seen.requests >= 3
    assert seen.p99 >= seen.p50 > 0


@pytest.mark.parametrize(
    ("body", "status"), [(b'{"data":null,"errors":[{}]}', b"200 OK"), (b'{"data":{}}', b"503 Service Unavailable")]
)
async def test_an_answer_with_errors_is_never_counted_as_a_fast_one(body: bytes, status: bytes) -> None:
    with pytest.raises(Refused):
        await driven(await answering(body, status))


def test_a_peer_that_answers_differently_is_found_out_with_the_place() -> None:
    ours = {"partner": {"nodes": [{"id": "1"}, {"id": "2"}]}}
    check_same(ours, {"partner": {"nodes": [{"id": "1"}, {"id": "2"}]}}, "a")
    with pytest.raises(Failed, match=r"data\.partner\.nodes\.1\.id"):
        check_same(ours, {"partner": {"nodes": [{"id": "1"}, {"id": "3"}]}}, "a")


def test_an_answer_in_another_shape_must_have_as_many_leaves() -> None:
    ours = {"rows": [{"a": 1, "b": {"c": 2}}] * 100}
    assert leaves(ours) == 200
    check_near(ours, {"rows": [{"a": 1, "c": 2}] * 98}, "d")
    with pytest.raises(Failed, match="150 leaves instead of 200"):
        check_near(ours, {"rows": [{"a": 1, "c": 2}] * 75}, "d")


def sample(cpu: float) -> Sample:
    return Sample(cpu, 1.0, 100.0, 10.0, 20.0, 70_000)


def test_the_table_names_ratios_round_by_round_and_goals_that_are_missed() -> None:
    compared = Compared(OPERATIONS[0], "overview")
    compared.samples = {OURS: [sample(1.0), sample(2.0)], "a": [sample(50.0), sample(80.0)], "c": [sample(1.0)] * 2}
    compared.memory = {OURS: 90.0, "a": 100.0, "c": 120.0}
    assert statistics.median(compared.ratios("a")) == 45
    text = report(Results(Pace(1, 2, 1), 8, "18.4", 0.3, ("a", "c", "d"), {"d": "there is no Node.js"}, [compared]))
    assert "| overview: at least 40 times (a) | 45.00 times | yes |" in text
    assert "| overview: at least 1.3 times (c) | 0.75 times | **no** |" in text
    assert "(d) PostGraphile 5: not measured: there is no Node.js" in text


class Idler(Started):
    """A server that takes a tenth of a core, whatever happens, and as much again while it is asked."""

    def cpu_seconds(self) -> float:
        return CLOCK[0] * 0.1 + ASKED[0]


CLOCK, ASKED = [0.0], [0.0]


def test_what_a_server_takes_anyway_is_no_cost_of_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def pass_by(seconds: float) -> None:
        CLOCK[0] += seconds

    def asked_for_ten_seconds(_self: Bench, _load: Load) -> dict[str, object]:
        pass_by(10)
        ASKED[0] += 2
        return {"seen": {"requests": 1_000, "seconds": 10.0, "p50": 1.0, "p99": 2.0, "size": 3}}

    monkeypatch.setattr("bench.measuring.time.sleep", pass_by)
    monkeypatch.setattr(Bench, "_drive", asked_for_ten_seconds)
    bench, server = Bench(Cores.here(), 8, None), Idler("idler", 0, 1)
    bench.idling([server])
    assert bench.idle[1] == pytest.approx(0.1)
    assert bench.sample(server, OPERATIONS[1], 10).cpu == pytest.approx(2.0)


def test_a_run_without_node_names_no_version_of_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.peers.node.FOLDER", Path("/nowhere"))
    text = report(Results(Pace(1, 2, 1), 8, "18.4", 0.3, ("a", "e")))
    assert "(e) by hand in Python: asyncpg" in text
    assert "(b)" not in text


def streamed(*delivery: float) -> Streamed:
    return Streamed(memory=10.0, idle=0.5, change=4.0, delivery=[*delivery], spread=[60.0])


def test_a_result_to_a_subscriber_is_compared_by_its_middle_round_also_with_what_no_server_can_fall_below() -> None:
    results = Results(Pace(1, 2, 1), 8, "18.4", 0.3, ("a", "b", "e"))
    results.streams = {OURS: streamed(10, 10, 30), "a": streamed(210.0), "b": streamed(25, 25, 90), "e": streamed(7.0)}
    text = report(results)
    assert "| a result to a subscriber: at least 10 times (a) | 21.00 times | yes |" in text
    assert "| a result to a subscriber: at least 3 times (b) | 2.50 times | **no** |" in text
    assert "| (e) raw sends | 10.0 | 0.50 | 7.00 (7.00 to 7.00) | 0.70 |" in text


def test_promises_about_time_are_goals_of_the_slowest_in_a_hundred() -> None:
    results = Results(Pace(1, 2, 1), 8, "18.4", 0.3, ())
    results.streams = {OURS: streamed(10)}
    results.latency = Latency(12, 501, 600, 27, 0, [10.0] * 98 + [999.0, 5_000.0])
    results.facts = TakenIn(50_000, 500, 6_000, 8.5, 2.4, 140, 130)
    text = report(results)
    assert "| commit to client: p50 100 ms, p99 500 ms | 12 and 501 ms | **no** |" in text
    assert "| rights that change are told within 1 s (p99) | 5000 ms | **no** |" in text
    assert "| facts: at least 5,000 a second | 6,000 a second | yes |" in text
    assert "10 ms after the answer of the mutation, 5000 ms at the most" in text


def test_what_is_due_has_to_be_seen_to_in_time_by_one_clock_and_by_two() -> None:
    results = Results(Pace(1, 2, 1), 8, "18.4", 0.3, ())
    alone, both = [Round(1.2, 0.7, None), Round(1.4, 0.8, None), Round(9.9, 0.9, None)], [Round(2.1, 1.0, 0.4)]
    results.due = Due(Asked(1_035, 42_092, 5_400, 2_740_823, "ix_due_at"), {1: alone, 2: both})
    text = report(results)
    assert "| 100,000 clients, 1 % due, one clock: under 2 s | 1.40 s, each change told once | yes |" in text
    assert "| 100,000 clients, 1 % due, 2 at once: under 2 s | 2.10 s, each change told once | **no** |" in text
    assert "| 1 | 1.40 (1.20 to 9.90) | 0.80 (0.70 to 0.90) | elsewhere |" in text
