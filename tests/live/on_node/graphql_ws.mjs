// The reference client of graphql-transport-ws. It sends a subscription again as it is: `extensions` know the cursor.
import { createClient } from 'graphql-ws';
import { caller, renew, run, say, soon, url } from './following.mjs';

const client = createClient({
  url,
  connectionParams: () => ({ Authorization: `Bearer ${caller.token}` }),
  retryAttempts: 50,
  retryWait: soon,
  on: {
    closed({ code }) {
      say({ closed: code });
      if (code === 4419) renew();
    },
  },
});
await run(client, { toJSON: () => ({ after: caller.cursor }) });
