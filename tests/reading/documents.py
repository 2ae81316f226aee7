"""The documents that the portal's pages send."""

OVERVIEW = """
query Overview($first: Int, $filter: ClientFilter) {
  viewer { role menu colleague { name } partner { name } memberships { partnerName } }
  partner {
    name
    bookkeepingOverview(filter: $filter) {
      clients(first: $first) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id name status
          access { level grants capabilities }
          wallet { balance { amount currencyCode } }
          attention { level signalCount signals { kind level amount { amount } snooze { until by { name } } } }
          assignments { isLive colleague { name isViewer } sources { source team { name } createdBy { name } } }
          teams { name }
          exportProgress(months: 3) { month isBehind submitted { count amount { amount } } }
          subscription { plan price { amount } }
          invoices(first: 5) { number total { amount } }
          viewerCan { isAssigned openAccount capabilities }
          links { details export }
        }
      }
      balances { total { amount currencyCode } clientCount }
      attentionCounts { level clientCount }
    }
    monthlyOverview(months: 3, filter: $filter) { month behindClientCount totals { currency behindClientCount } }
  }
}
"""

PEOPLE = """
query People($first: Int) { partner { colleagues(first: $first) { totalCount nodes {
  name email clientCount
  invite { status }
  teams { name members { name } clientCount }
  assignments(first: 5) { colleague { name } client { name assignments { colleague { name } sources { source } } } }
} } } }
"""

TEAMS = """
query Teams($first: Int) { partner { teams(first: $first) { totalCount nodes {
  name clientCount
  members { name teams { name } }
  clients(first: 3) { name assignments { colleague { name } sources { team { name } } } teams { name } }
} } } }
"""

PENDING = """
query Pending($first: Int) { partner { pendingClients {
  outboundInvites(first: $first, status: [SENT, ACCEPTED]) { totalCount nodes {
    companyName isStale waitingOn invitedBy { name } client { name }
  } }
  inboundInvites(first: $first, status: [RECEIVED, ACCEPTED]) { totalCount nodes { companyName client { name } } }
  onboarding(first: $first) { totalCount nodes { name onboarding { waitingOn } assignments { colleague { name } } } }
} } }
"""

INVITES = """
query Invites($first: Int) { partner { invites(first: $first) { totalCount nodes {
  __typename kind status
  ... on ClientInvite { invitedBy { name } client { name } }
  ... on InboundInvite { client { name } }
  ... on ColleagueInvite { colleague { name teams { name } } invitedBy { name } }
} } } }
"""

ASSIGNMENTS = """
query Assignments($first: Int) { partner { assignments(first: $first) { totalCount nodes {
  client { name teams { name } } colleague { name teams { name } } sources { source team { name } createdBy { name } }
} } } }
"""
