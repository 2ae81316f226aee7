"""Pages of what clients pay, for who sees the clients."""

from datetime import date, timedelta

from domain.vocabulary import InvoiceStatus, Role
from tests.portal import Caller, Portal
from tests.world import World

PAGE = """query ($first: Int, $after: String, $client: ID, $status: [InvoiceStatus!]) { partner {
  invoices(first: $first, after: $after, clientId: $client, status: $status) {
    totalCount pageInfo { hasNextPage endCursor } nodes { number pdfUrl client { name } } } } }"""


async def _numbers(caller: Caller, **variables: object) -> list[str]:
    """All pages, three at a time."""
    found: list[str] = []
    after = None
    while True:
        page = (await caller(PAGE, first=3, after=after, **variables)).data["partner"]["invoices"]
        found += [node["number"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(found)
            return found


async def test_pages_show_every_invoice_of_visible_clients_once_newest_first(world: World, portal: Portal) -> None:
    firm = await world.partner()
    bo, ours, theirs = await firm.colleague(), await firm.client("Bageri Nord"), await firm.client()
    await firm.assign(bo, ours)
    for place in range(8):
        issued = date(2026, 5, 1) - timedelta(days=place // 2)
        status = InvoiceStatus.OVERDUE if place == 5 else InvoiceStatus.PAID
        columns = {"issued_on": issued, "status": status, "pdf_url": f"https://platform.example/{place}.pdf"}
        await firm.invoice((ours, theirs)[place % 2], number=f"F-{place}", **columns)
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    everything = await _numbers(boss)
    assert sorted(everything) == [f"F-{place}" for place in range(8)]
    assert [int(number[2:]) // 2 for number in everything] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert await _numbers(portal.of(bo)) == ["F-0", "F-2", "F-4", "F-6"]
    assert await _numbers(portal.of(bo), client=theirs.public_id) == []
    assert await _numbers(boss, client=theirs.public_id, status=["OVERDUE"]) == ["F-5"]
    page = (await portal.of(bo)(PAGE, first=1)).data["partner"]["invoices"]
    assert page["nodes"] == [
        {"number": "F-0", "pdfUrl": "https://platform.example/0.pdf", "client": {"name": "Bageri Nord"}}
    ]
