// The reference client of GraphQL over server-sent events: a query, then ticks for as long as they come.
import { createClient } from 'graphql-sse';

const { URL: url, TOKEN: token } = process.env;
const say = (what) => console.log(JSON.stringify(what));
const client = createClient({
  url,
  headers: { Authorization: `Bearer ${token}` },
  retryAttempts: 5,
  retry: () => new Promise((resolve) => setTimeout(resolve, 10)),
});
for await (const result of client.iterate({ query: '{ partner { name } }' })) say(result.data);
const ticks = { query: 'subscription { ticks }', extensions: {} };
for await (const result of client.iterate(ticks)) {
  ticks.extensions.after = result.extensions.cursor;
  say(result.data);
  if (result.data.ticks === 3) break;
}
client.dispose();
