// PostGraphile 5 with its Amber preset, over views of the tables, on Node's own server.
import { createServer } from 'node:http'
import { postgraphile } from 'postgraphile'
import { grafserv } from 'postgraphile/grafserv/node'
import { makePgService } from 'postgraphile/adaptors/pg'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'

const { PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PORT } = process.env

const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      poolConfig: { host: PGHOST, port: Number(PGPORT), user: PGUSER, password: PGPASSWORD, database: PGDATABASE, max: 10 },
      schemas: ['peer']
    })
  ],
  grafserv: { port: Number(PORT), graphqlPath: '/graphql', graphiql: false },
  grafast: { explain: false },
  schema: { defaultBehavior: '+connection +list +orderBy +order' }
}

const server = createServer()
const served = postgraphile(preset).createServ(grafserv)
await served.addTo(server)
server.listen(Number(PORT), '127.0.0.1')
