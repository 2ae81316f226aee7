"""The subscriptions that these tests open."""

ATTENTION = """subscription ($filter: AttentionFilter, $after: String, $snapshot: Boolean! = false) {
  clientAttentionChanged(filter: $filter, after: $after, snapshot: $snapshot) {
    eventId cursor committedAt cause clientId level { before after } signals { kind before after }
    client { name attention { level } } } }"""
PENDING = """subscription ($after: String) { pendingClientChanged(after: $after) {
  change inviteId invite { id status } clientId client { name } } }"""
ASSIGNMENTS = """subscription ($after: String) { assignmentChanged(after: $after) {
  change assignmentId colleagueId clientId assignment { isLive client { name } colleague { name } } } }"""
COLLEAGUES = """subscription ($after: String) { colleagueChanged(after: $after) {
  change colleagueId colleague { name role status } } }"""
ACCESS = """subscription ($after: String) { accessChanged(after: $after) {
  change clientId client { name access { level } } viewer { kind role can { manageTeams } colleague { name } } } }"""
EVERY = (ATTENTION, PENDING, ASSIGNMENTS, COLLEAGUES, ACCESS)
