// Mercurius with jit and loaders, on Fastify.
import Fastify from 'fastify'
import mercurius from 'mercurius'
import { batches, resolvers, typeDefs } from './portal.js'

// Its cache would stringify whole parent objects for every field; the batches ask for distinct keys anyway.
const loader = (batch, key) => ({
  loader: (queries) => batch(queries.map(({ obj }) => obj.row[key]), queries[0].params),
  opts: { cache: false }
})

const loaders = {
  Client: { assignments: loader(batches.assignments, 'id'), exportProgress: loader(batches.months, 'id') },
  Attention: { signals: loader(batches.signals, 'id') },
  Assignment: { colleague: loader(batches.colleagues, 'colleague_id'), client: loader(batches.clients, 'client_id') },
  Colleague: { assignments: loader(batches.work, 'id') }
}

const app = Fastify()
app.register(mercurius, { schema: typeDefs, resolvers, loaders, jit: 1, graphiql: false })
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
