// What both clients do: ask once, follow attention until a client is critical, ask again; every line says what came.
export const [url, ...tokens] = process.argv.slice(2);
export const caller = { token: tokens.shift(), cursor: undefined };
export const say = (what) => console.log(JSON.stringify(what));
export const soon = () => new Promise((resolve) => setTimeout(resolve, 20));
export const renew = () => {
  say({ expired: true });
  caller.token = tokens.shift();
};

const FOLLOW = `subscription {
  clientAttentionChanged(snapshot: true) { cause clientId level { after } }
}`;

export async function run(client, extensions) {
  const ask = async () => {
    for await (const { data } of client.iterate({ query: '{ partner { name } }' })) say(data.partner);
  };
  await ask();
  while (await followed(client, { query: FOLLOW, extensions })) renew();
  await ask();
  await client.dispose();
}

// Whether it ended because the token expired.
function followed(client, request) {
  return new Promise((resolve, reject) => {
    const stop = client.subscribe(request, {
      next({ data, errors, extensions }) {
        if (errors) return resolve(errors[0].extensions.code === 'TOKEN_EXPIRED');
        caller.cursor = extensions.cursor;
        say(data.clientAttentionChanged);
        if (data.clientAttentionChanged.level?.after === 'CRITICAL') stop();
      },
      error: reject,
      complete: () => resolve(false),
    });
  });
}
