"""Relay connections: edges, nodes, page info, total count."""

from typing import Generic, TypeVar

import strawberry

from loaders.paging import Page
from resolvers.context import Info
from resolvers.relation import in_turn
from schema.cost import COUNT, FREE
from schema.field import plain

Node = TypeVar("Node")


@in_turn
async def _total(root: Page, info: Info) -> int | None:
    return await root.count()


@strawberry.type(description="Where a page lies in its list.", directives=FREE)
class PageInfo:
    has_next_page: bool = plain("Whether more follows.")
    has_previous_page: bool = plain("Whether something comes before.")
    start_cursor: str | None = plain("The cursor of the first edge.")
    end_cursor: str | None = plain("The cursor of the last edge; hand it in as `after` for the next page.")


@strawberry.type(description="An object of a list and the cursor that points at it.", directives=FREE)
class Edge(Generic[Node]):
    node: Node = plain("The object that the cursor points at.")
    cursor: str = plain("Opaque; valid for this list, filter, order and caller.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[Node]):
    edges: list[Edge[Node]] = plain("The objects with their cursors.")
    nodes: list[Node] = plain("The objects alone.")
    page_info: PageInfo = plain("Where this page lies in the list.")
    total_count: int | None = plain("How many objects the whole list has; null beyond 10,000.", _total, cost=COUNT)
