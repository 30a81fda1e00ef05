// A client that asks for stateful reconnect behind a proxy that cuts it, and clients that tell whether anybody noticed.
import assert from "node:assert/strict";

import { Clients, VARIANTS } from "./clients.js";

/** What is not negotiated is not agreed on, and only WebSockets come back. */
export const STATEFUL_VARIANTS = VARIANTS.filter((variant) => variant.negotiated && !variant.transport);

/**
 * Runs `body` with a client behind a proxy, one that sends to it, and one that hears who leaves; none may ever leave.
 *
 * server: where the client behind the proxy gets to; elsewhere: where the others are.
 */
export async function withSevered(variant, proxy, { server, elsewhere }, body) {
  const clients = new Clients(server, variant);
  try {
    const watcher = await clients.connect("/stateful", { server: elsewhere });
    await watcher.invoke("Join", "watchers");
    const peer = await clients.connect("/stateful", { server: elsewhere });
    const severed = await clients.connect("/stateful", { server: proxy.url, stateful: true });
    let ended = null;
    severed.ended.then((error) => (ended = { error }));
    const id = severed.id;

    await body({ severed, peer, watcher });

    assert.deepEqual(ended, null, "the client took its connection for ended");
    assert.equal(severed.id, id);
    assert.equal(await severed.invoke("ConnectionId"), id);
    await severed.stop();
    const left = await watcher.left.takeUntil(id); // Of others, earlier tests may have left some.
    assert.equal(left.filter((other) => other === id).length, 1, "it left once, when it was told to");
  } finally {
    await clients.close();
    await proxy.close();
  }
}

/** Calls with 0, 1, 2 …, one after the other, until told to end; returns how often. */
export async function countUntil(over, call) {
  let calls = 0;
  while (!over()) {
    await call(calls++);
  }
  return calls;
}
