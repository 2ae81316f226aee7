// Mercurius' subscriptions with jit; changes come from memory, no database is asked.
import Fastify from 'fastify'
import mercurius from 'mercurius'

const typeDefs = `
  type Colleague { id: ID! name: String! role: String! email: String! }
  type ColleagueChange { change: String! colleague: Colleague! }
  type Query { nothing: String }
  type Mutation { changeRole(role: String!): Boolean! }
  type Subscription { colleagueChanged: ColleagueChange! }
`
const resolvers = {
  Mutation: {
    changeRole: async (_, { role }, { pubsub }) => {
      const colleague = { id: 'colleague_1', name: 'Bo Berg', role, email: 'bo@small.example' }
      await pubsub.publish({ topic: 'changes', payload: { colleagueChanged: { change: 'ROLE_CHANGED', colleague } } })
      return true
    }
  },
  Subscription: { colleagueChanged: { subscribe: (_, __, { pubsub }) => pubsub.subscribe('changes') } }
}

const app = Fastify()
app.register(mercurius, { schema: typeDefs, resolvers, jit: 1, graphiql: false, subscription: true })
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
