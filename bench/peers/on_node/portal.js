// What the Node peers share: the schema's text, the batches behind its relations, and the fields above them.
import { readFileSync } from 'node:fs'
import { read, transaction } from './database.js'
import * as shapes from './shapes.js'

const PARTNER = process.env.BENCH_PARTNER
const COLLEAGUE = process.env.BENCH_COLLEAGUE
const EMAIL = process.env.BENCH_EMAIL

export const typeDefs = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8')

function grouped(ids, rows, key, shape) {
  const found = new Map(ids.map((id) => [id, []]))
  for (const row of rows) found.get(row[key]).push(shape(row))
  return ids.map((id) => found.get(id))
}

async function byId(statement, ids, shape) {
  const wanted = [...new Set(ids)]
  const found = new Map((await read(statement, PARTNER, wanted)).map((row) => [row.id, shape(row)]))
  return ids.map((id) => found.get(id))
}

// Each takes keys and answers in their order with one SELECT.
export const batches = {
  signals: async (ids) => grouped(ids, await read('signals', PARTNER, ids), 'client_id', shapes.signal),
  assignments: async (ids) => grouped(ids, await read('assignments', PARTNER, ids), 'client_id', shapes.assignment),
  colleagues: (ids) => byId('colleagues', ids, shapes.colleague),
  clients: (ids) => byId('clients_by_id', ids, shapes.shortClient),
  months: async (ids, { months, endingWith }) => {
    const asked = shapes.span(months, endingWith)
    const rows = await read('months', PARTNER, ids, asked[0], asked.at(-1))
    return grouped(ids, rows, 'client_id', shapes.month)
  },
  work: async (ids, { first }) =>
    grouped(ids, await read('work', PARTNER, ids, first), 'colleague_id', shapes.assignment)
}

async function page(first) {
  const rows = await read('clients', PARTNER, first + 1)
  return { nodes: rows.slice(0, first).map(shapes.client), pageInfo: { hasNextPage: rows.length > first } }
}

async function updateTeam({ teamId, description }) {
  const id = shapes.storedId(teamId)
  const [row] = await transaction(async (write) => {
    const changed = await write('update_team', PARTNER, id, description)
    await write('event', PARTNER, id)
    return changed
  })
  return { team: { id: teamId, name: row.name, description: row.description }, userErrors: [] }
}

export const resolvers = {
  Query: {
    partner: async () => (await read('partner', PARTNER))[0],
    viewer: async () => {
      const [firms, [me]] = await Promise.all([read('memberships', EMAIL), read('colleagues', PARTNER, [COLLEAGUE])])
      return shapes.viewer(me, firms, EMAIL)
    }
  },
  Partner: {
    bookkeepingOverview: () => ({}),
    monthlyOverview: async (_, { months, endingWith }) => {
      const asked = shapes.span(months, endingWith)
      return shapes.monthTotals(asked, await read('monthly', PARTNER, asked[0], asked.at(-1)))
    },
    colleagues: async (_, { first }) => ({ nodes: (await read('people', PARTNER, first)).map(shapes.colleague) })
  },
  BookkeepingOverview: {
    clients: (_, { first }) => page(first),
    balances: async () => (await read('balances', PARTNER)).map(shapes.balance),
    attentionCounts: async () => shapes.attentionCounts(await read('attention_counts', PARTNER))
  },
  ClientConnection: { totalCount: async () => (await read('client_count', PARTNER))[0].clients },
  ColleagueConnection: { totalCount: async () => (await read('people_count', PARTNER))[0].people },
  Mutation: { updateTeam: (_, { input }) => updateTeam(input) }
}
