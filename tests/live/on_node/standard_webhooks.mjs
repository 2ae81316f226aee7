// Checks deliveries as a receiver does that has the official library; its argument is
// '[{"now": seconds, "secret": "...", "headers": {...}, "body": "..."}, ...]'.
import { Webhook } from 'standardwebhooks';

for (const { now, secret, headers, body } of JSON.parse(process.argv[2])) {
  Date.now = () => now * 1000;
  try {
    console.log(JSON.stringify({ genuine: new Webhook(secret).verify(body, headers) }));
  } catch (refused) {
    console.log(JSON.stringify({ refused: refused.message }));
  }
}
