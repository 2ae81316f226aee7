// The reference client of GraphQL over server-sent events. It asks for headers before each attempt.
import { createClient } from 'graphql-sse';
import { caller, run, soon, url } from './following.mjs';

const client = createClient({
  url,
  headers: () => ({ Authorization: `Bearer ${caller.token}`, ...(caller.cursor && { 'Last-Event-ID': caller.cursor }) }),
  retryAttempts: 50,
  retry: soon,
});
await run(client);
