// graphql-yoga with graphql-jit and DataLoader, on Node's own server.
import { createServer } from 'node:http'
import { useGraphQlJit } from '@envelop/graphql-jit'
import DataLoader from 'dataloader'
import { createSchema, createYoga } from 'graphql-yoga'
import { batches, resolvers, typeDefs } from './portal.js'

// One DataLoader per request and field, for all operations give a field one set of arguments.
class Loaders {
  load(name, key, args) {
    this[name] ??= new DataLoader((keys) => batches[name](keys, args))
    return this[name].load(key)
  }
}

const relation = (name, key) => (parent, args, context) => context.loaders.load(name, parent.row[key], args)

const relations = {
  Client: { assignments: relation('assignments', 'id'), exportProgress: relation('months', 'id') },
  Attention: { signals: relation('signals', 'id') },
  Assignment: { colleague: relation('colleagues', 'colleague_id'), client: relation('clients', 'client_id') },
  Colleague: { assignments: relation('work', 'id') }
}

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers: { ...resolvers, ...relations } }),
  plugins: [useGraphQlJit()],
  context: () => ({ loaders: new Loaders() }),
  graphiql: false,
  landingPage: false,
  logging: false
})

createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1')
