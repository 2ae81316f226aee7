"use strict";
// GraphiQL with a "view as" box: who is chosen decides which token, and which firm, every request carries.
(() => {
  const byId = (id) => document.getElementById(id);
  const config = JSON.parse(byId("config").textContent);
  const [choice, own, token, partner, notice] = ["viewer", "own", "token", "partner", "notice"].map(byId);
  const OWN = "own";
  const REFUSED = "The server refused this token. Reload the page for fresh ones, or paste another.";

  // GraphiQL's scroll lock reads this name when it adds a style element; the policy lets no other one in.
  window.__webpack_nonce__ = byId("console").nonce;

  function credentials() {
    if (choice.value === OWN) {
      return { token: token.value.trim().replace(/^Bearer\s+/i, ""), partner: partner.value.trim() };
    }
    return config.viewers[Number(choice.value)];
  }

  function requestHeaders(viewer, accept, typed) {
    const headers = new Headers({ Accept: accept, "Content-Type": "application/json" });
    if (viewer.token) headers.set("Authorization", `Bearer ${viewer.token}`);
    if (viewer.partner) headers.set("Gateway-Partner", viewer.partner);
    for (const [name, value] of Object.entries(typed ?? {})) headers.set(name, value);
    return headers;
  }

  async function post(params, headers, signal) {
    const response = await fetch(config.endpoint, { method: "POST", headers, body: JSON.stringify(params), signal });
    if (response.status === 401 && headers.has("Authorization")) notice.textContent = REFUSED;
    else if (notice.textContent === REFUSED) notice.textContent = "";
    return response;
  }

  async function result(response) {
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      return { errors: [{ message: `The server answered ${response.status} without JSON: ${text.slice(0, 500)}` }] };
    }
  }

  // Subscriptions come as server-sent events, because a socket opened by a page cannot carry headers.
  async function* streamed(response) {
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) return yield await result(response);
    let text = "";
    for await (const chunk of decoded(response.body.getReader())) {
      const messages = (text + chunk.replaceAll("\r", "")).split("\n\n");
      text = messages.pop();
      for (const message of messages) {
        const data = message.split("\n").filter((line) => line.startsWith("data:")).map((line) => line.slice(5));
        if (data.join("").trim()) yield JSON.parse(data.join("\n"));
      }
    }
  }

  async function* decoded(reader) {
    const decoder = new TextDecoder();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      yield decoder.decode(part.value, { stream: true });
    }
  }

  function subscribe(params, headers) {
    const deliver = async (observer, signal) => {
      for await (const event of streamed(await post(params, headers, signal))) observer.next(event);
    };
    return {
      subscribe(observer) {
        const leaving = new AbortController();
        deliver(observer, leaving.signal).then(
          () => observer.complete(),
          (error) => leaving.signal.aborted || observer.error(error),
        );
        return { unsubscribe: () => leaving.abort() };
      },
    };
  }

  function isSubscription(params, document) {
    const operations = (document?.definitions ?? []).filter((one) => one.kind === "OperationDefinition");
    const chosen = operations.find((one) => one.name?.value === params.operationName) ?? operations[0];
    return chosen?.operation === "subscription";
  }

  function fetcherFor(viewer) {
    return (params, options) => {
      const typed = options?.headers;
      if (isSubscription(params, options?.documentAST)) {
        return subscribe(params, requestHeaders(viewer, "text/event-stream", typed));
      }
      const accept = "application/graphql-response+json, application/json;q=0.9";
      return post(params, requestHeaders(viewer, accept, typed)).then(result);
    };
  }

  // GraphiQL keeps typed headers in its history whatever its settings say: a token must never reach the disk.
  const withoutHeaders = (text) => {
    try {
      return JSON.stringify(JSON.parse(text, (name, value) => (name === "headers" ? undefined : value)));
    } catch {
      return text;
    }
  };
  const storage = {
    getItem: (name) => localStorage.getItem(name),
    setItem: (name, text) => name !== "graphiql:headers" && localStorage.setItem(name, withoutHeaders(text)),
    removeItem: (name) => localStorage.removeItem(name),
    clear: () => Object.keys(localStorage).filter((name) => name.startsWith("graphiql:")).forEach(storage.removeItem),
    get length() {
      return Object.keys(localStorage).filter((name) => name.startsWith("graphiql:")).length;
    },
  };

  const root = ReactDOM.createRoot(byId("graphiql"));

  function show() {
    own.hidden = choice.value !== OWN;
    const fetcher = fetcherFor(credentials()); // a new fetcher makes GraphiQL read the schema again
    root.render(React.createElement(GraphiQL, {
      fetcher, storage, defaultQuery: config.query, shouldPersistHeaders: false, showPersistHeadersSettings: false,
    }));
  }

  config.viewers.forEach((viewer, index) => choice.add(new Option(viewer.label, index)));
  choice.add(new Option("a token of my own", OWN));
  for (const field of [choice, token, partner]) field.addEventListener("change", show);
  show();
})();
