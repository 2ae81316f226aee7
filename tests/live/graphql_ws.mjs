// The reference client of graphql-transport-ws: a query, then ticks for as long as they come, whatever cuts them off.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const { URL: url, TOKEN: token } = process.env;
const say = (what) => console.log(JSON.stringify(what));
const client = createClient({
  url,
  webSocketImpl: WebSocket,
  connectionParams: { Authorization: `Bearer ${token}` },
  retryAttempts: 5,
  retryWait: () => new Promise((resolve) => setTimeout(resolve, 10)),
  shouldRetry: () => true,
  on: { closed: (event) => say({ closed: event.code }) },
});
for await (const result of client.iterate({ query: '{ partner { name } }' })) say(result.data);
// A subscription is sent again as it is: whoever wants to go on after the last cursor keeps it there.
const ticks = { query: 'subscription { ticks }', extensions: {} };
for await (const result of client.iterate(ticks)) {
  ticks.extensions.after = result.extensions.cursor;
  say(result.data);
  if (result.data.ticks === 3) break;
}
await client.dispose();
