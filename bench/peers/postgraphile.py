"""The same questions in the shape that PostGraphile derives from tables: amounts in minor units, keys as they are."""

from typing import Any

import asyncpg
from sqlalchemy import make_url

from bench.documents import Operation
from bench.peers import node
from bench.world import PAGE, Owner
from domain.ids import IdKind, decode
from domain.months import months_ending

_VIEWS = node.FOLDER / "views.sql"
_EXPENSES = "submittedCount submittedMinor submittedIn: currency exportedCount exportedMinor exportedIn: currency"
_OVERVIEW = f"""query Overview($partner: UUID!, $first: Int!) {{
  partnerByRowId(rowId: $partner) {{
    name
    clients(first: $first, orderBy: [ATTENTION_ORDER_ASC, NAME_KEY_ASC, ROW_ID_ASC]) {{
      totalCount pageInfo {{ hasNextPage }}
      nodes {{
        rowId name status currency accessStatus level poaGranted onboardingStatus isComplete waitingOn
        balanceMinor balanceIn: currency lowBalanceMinor lowBalanceIn: currency
        attentionLevel signalCount attentionSince
        signalsList(orderBy: [LEVEL_DESC, SINCE_ASC, KIND_ASC]) {{ kind level count since rule amountMinor currency }}
        assignmentsList(orderBy: ROW_ID_ASC) {{ colleagueByPartnerIdAndColleagueId {{ rowId name role }} }}
        monthsList(orderBy: MONTH_ASC) {{ month isBehind {_EXPENSES} }}
      }}
    }}
    balancesList(orderBy: CURRENCY_ASC) {{ minor currency clients }}
    attentionCountsList(orderBy: LEVEL_DESC) {{ level clients }}
    monthlyOverviewList(orderBy: [MONTH_ASC, CURRENCY_ASC]) {{ month currency clientsBehind {_EXPENSES} }}
  }}
}}"""
_VIEWER = """query Viewer($partner: UUID!, $colleague: UUID!, $email: String!) {
  colleagueByPartnerIdAndRowId(partnerId: $partner, rowId: $colleague) { rowId name role email status }
  allMembershipsList(condition: { email: $email }, orderBy: PARTNER_ID_ASC) { partnerId partnerName role }
}"""
_PEOPLE = """query People($partner: UUID!, $first: Int!) {
  partnerByRowId(rowId: $partner) {
    colleagues(first: $first, orderBy: [NAME_KEY_ASC, ROW_ID_ASC]) {
      totalCount
      nodes {
        rowId name role status
        assignmentsList(first: 20, orderBy: [NAME_KEY_ASC, CLIENT_ID_ASC]) {
          rowId createdAt
          clientByPartnerIdAndClientId {
            rowId name country status
            assignmentsList(orderBy: ROW_ID_ASC) { colleagueByPartnerIdAndColleagueId { rowId name } }
          }
        }
      }
    }
  }
}"""
_UPDATE_TEAM = """mutation UpdateTeam($input: UpdateTeamInput!) {
  updateTeam(input: $input) { result { rowId name description } }
}"""


async def prepare(database: str, month: str) -> None:
    """Makes the views that PostGraphile serves; `month` (`YYYY-MM`) is the last one shown."""
    connection = await asyncpg.connect(
        make_url(database).set(drivername="postgresql").render_as_string(hide_password=False)
    )
    try:
        views = _VIEWS.read_text().replace("{first_month}", months_ending(month, 3)[0]).replace("{last_month}", month)
        await connection.execute(views)
    finally:
        await connection.close()


def in_its_shape(operation: Operation, owner: Owner) -> Operation:
    """An operation as PostGraphile takes it."""
    partner = {"partner": str(owner.partner_id)}
    asked: dict[str, tuple[str, tuple[dict[str, Any], ...]]] = {
        "overview": (_OVERVIEW, ({**partner, "first": PAGE},)),
        "viewer": (_VIEWER, ({**partner, "colleague": str(owner.colleague_id), "email": owner.email},)),
        "people": (_PEOPLE, ({**partner, "first": 10},)),
    }
    if operation.name in asked:
        return Operation(operation.name, operation.title, *asked[operation.name])
    changes = tuple(
        {
            "input": {
                "partnerId": str(owner.partner_id),
                "teamId": str(decode(IdKind.TEAM, each["input"]["teamId"])),
                "description": each["input"]["description"],
            }
        }
        for each in operation.variables
    )
    return Operation(operation.name, operation.title, _UPDATE_TEAM, changes)
