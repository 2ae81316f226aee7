"""What is asked of every server, as the portal's pages ask it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from bench.world import PAGE, Owner

_MONEY = "{ amount currencyCode }"
_EXPENSES = f"{{ count amount {_MONEY} }}"
_CLIENT = f"""
  id name status currency
  access {{ status level powerOfAttorney {{ isGranted }} }}
  onboarding {{ status isComplete waitingOn }}
  wallet {{ balance {_MONEY} lowBalanceThreshold {_MONEY} }}
  attention {{ level signalCount since signals {{ kind level count since rule amount {_MONEY} }} }}
  assignments {{ colleague {{ id name role }} }}
  exportProgress(months: 3, endingWith: $month) {{ month isBehind submitted {_EXPENSES} exported {_EXPENSES} }}
"""
_TOTALS = f"""
  balances {{ total {_MONEY} clientCount }}
  attentionCounts {{ level clientCount }}
"""
_MONTHLY = f"""
  monthlyOverview(months: 3, endingWith: $month) {{
    month behindClientCount totals {{ currency behindClientCount submitted {_EXPENSES} exported {_EXPENSES} }}
  }}
"""

OVERVIEW = f"""query Overview($first: Int!, $month: YearMonth!) {{
  partner {{
    name
    bookkeepingOverview {{
      clients(first: $first) {{ totalCount pageInfo {{ hasNextPage }} nodes {{ {_CLIENT} }} }}
      {_TOTALS}
    }}
    {_MONTHLY}
  }}
}}"""
CLIENTS = f"""query Clients($first: Int!, $after: String, $month: YearMonth!) {{
  partner {{ bookkeepingOverview {{ clients(first: $first, after: $after) {{
    pageInfo {{ endCursor }} nodes {{ {_CLIENT} }}
  }} }} }}
}}"""
VIEWER = """query Viewer {
  viewer { kind role menu person { email } colleague { id name role } memberships { partnerId partnerName role } }
}"""
PEOPLE = """query People($first: Int!) {
  partner { colleagues(first: $first) { totalCount nodes {
    id name role status
    assignments(first: 20) { id createdAt client {
      id name country status assignments { colleague { id name } }
    } }
  } } }
}"""
UPDATE_TEAM = """mutation UpdateTeam($input: UpdateTeamInput!) {
  updateTeam(input: $input) { team { id name description } userErrors { code message } }
}"""
TYPENAME = "{ __typename }"
_CHANGES = 4_096


@dataclass(frozen=True, slots=True)
class Operation:
    """A document with the variables of its requests, which are sent in turn."""

    name: str
    title: str
    document: str
    variables: tuple[dict[str, Any], ...] = ({},)

    @property
    def bodies(self) -> list[str]:
        """The requests' bodies."""
        return [orjson.dumps({"query": self.document, "variables": each}).decode() for each in self.variables]


def operations(owner: Owner, month: str) -> tuple[Operation, ...]:
    """The four operations over one firm; `month` (`YYYY-MM`) is the last one shown."""
    page = {"first": PAGE, "month": month}
    return (
        Operation("overview", f"bookkeeping overview of {PAGE} clients", OVERVIEW, (page,)),
        Operation("viewer", "small `viewer` query", VIEWER),
        Operation("people", "people > assignments > clients > assignments", PEOPLE, ({"first": 10},)),
        Operation("mutation", "mutation (`updateTeam`)", UPDATE_TEAM, tuple(_changes(owner))),
    )


def _changes(owner: Owner) -> Iterator[dict[str, Any]]:
    """Each a change to the team as the one before left it."""
    for number in range(_CHANGES):
        team = owner.teams[number % len(owner.teams)]
        yield {"input": {"teamId": team, "description": f"What is due, number {number:04d}."}}
