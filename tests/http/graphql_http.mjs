// The audit suite of GraphQL over HTTP against a running gateway:
//   npm install graphql-http graphql && node graphql_http.mjs http://127.0.0.1:8000/graphql
import { serverAudits } from 'graphql-http';

const audits = serverAudits({ url: process.argv[2] ?? 'http://127.0.0.1:8000/graphql' });
const results = await Promise.all(audits.map((audit) => audit.fn()));
const failed = results.filter((result) => result.status !== 'ok');
for (const { status, id, name, reason } of failed) console.log(`${status} ${id} ${name}: ${reason}`);
console.log(`${results.length - failed.length} of ${results.length} audits passed`);
process.exitCode = failed.length ? 1 : 0;
