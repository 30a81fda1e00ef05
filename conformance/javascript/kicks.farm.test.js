// Clients whose connections another server ends: node kicks.farm.test.js http://127.0.0.1:5000 http://127.0.0.1:5001
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";

import { Clients, VARIANTS } from "./clients.js";
import { Proxy } from "./proxy.js";
import { STATEFUL_VARIANTS } from "./severed.js";

const [first, second] = process.argv.slice(2);
if (!second) {
  throw new Error("usage: node kicks.farm.test.js http://host:port http://host:port");
}

const TEXT = "You were removed.";
const CLOSED = `Server returned an error on close: ${TEXT}`; // As for any Close with an error.

const idOf = (client) => client.invoke("ConnectionId");

/** A test with clients of a variant: `here` asks, `there` makes clients of the other server. */
function check(variant, route, title, body) {
  test(`${variant.title}: ${title}`, { timeout: 60_000 }, async () => {
    const clients = new Clients(first, variant);
    const unique = (name) => `${name}-${randomUUID()}`;
    const there = (options = {}) => clients.connect(route, { server: second, ...options });
    try {
      await body({ clients, here: await clients.connect(route), there, room: unique("room"), ann: unique("ann") });
    } finally {
      await clients.close();
    }
  });
}

/** The exception that onDisconnected of the hub has got, by what one hears who watches. */
async function reasonOf(watcher, id) {
  await watcher.left.takeUntil(id);
  return watcher.reasons.get(id);
}

for (const variant of VARIANTS) {
  check(variant, "/test", "one that must not reconnect sees the text and does not", async ({ here, there }) => {
    const watcher = await there();
    await watcher.invoke("Join", "watchers");
    const client = await there({ reconnects: true });
    const id = await idOf(client);

    assert.equal(await here.invoke("CloseClient", id, TEXT, false), 1);

    assert.equal(await client.end(), CLOSED);
    assert.equal(client.state, "Disconnected");
    assert.equal(await reasonOf(watcher, id), TEXT);
    assert.deepEqual(client.reconnections.takeAll(), []);
    assert.equal(await here.invoke("CloseClient", id, TEXT, false), 0);
  });

  check(variant, "/test", "one that may reconnect does, with a connection of its own", async ({ here, there }) => {
    const client = await there({ reconnects: true });
    const id = await idOf(client);

    assert.equal(await here.invoke("CloseClient", id, TEXT, true), 1);

    await client.reconnections.take();
    assert.notEqual(await idOf(client), id);
  });

  check(variant, "/test", "one that is ended without a text sees no error", async ({ here, there }) => {
    const client = await there();

    assert.equal(await here.invoke("CloseClient", await idOf(client), null, false), 1);

    assert.equal(await client.end(), null);
  });

  check(variant, "/test", "all connections of a user end on both servers, and no others", async ({ clients, here, there, ann }) => {
    const annHere = await clients.connect("/test", { user: ann });
    const annThere = [await there({ user: ann }), await there({ user: ann })];
    const bob = await there({ user: `${ann}-not` });

    assert.equal(await here.invoke("CloseUser", ann, TEXT, false), 3);

    for (const client of [annHere, ...annThere]) {
      assert.equal(await client.end(), CLOSED);
    }
    assert.deepEqual(await bob.untaken(), []);
  });

  check(variant, "/test", "all in a group end on both servers, behind what was sent to it", async ({ here, there, room }) => {
    const members = [await there(), await there()];
    const other = await there();
    for (const member of [here, ...members]) {
      await member.invoke("Join", room);
    }
    await here.invoke("Leave", room);
    await here.invoke("ToGroup", room, "Leave now.");

    assert.equal(await here.invoke("CloseGroup", room, TEXT, false), 2);

    for (const member of members) {
      assert.equal(await member.end(), CLOSED);
      assert.deepEqual(member.messages.takeAll(), ["group:Leave now."]);
    }
    assert.deepEqual(await other.untaken(), []);
  });
}

for (const variant of STATEFUL_VARIANTS) {
  check(variant, "/stateful", "stateful reconnect does not bring one back", async ({ here, there }) => {
    const watcher = await there();
    await watcher.invoke("Join", "watchers");
    const client = await there({ stateful: true });
    const id = await idOf(client);

    assert.equal(await here.invoke("CloseClient", id, TEXT, false), 1);

    assert.equal(await client.end(), CLOSED);
    assert.equal(await reasonOf(watcher, id), TEXT);
    assert.equal(client.state, "Disconnected");
  });

  check(variant, "/stateful", "one that is away at that moment finds its connection gone", async ({ clients, here, there }) => {
    const proxy = await Proxy.start(second);
    try {
      const watcher = await there();
      await watcher.invoke("Join", "watchers");
      const client = await clients.connect("/stateful", { server: proxy.url, stateful: true });
      const id = await idOf(client);
      await proxy.close();

      assert.equal(await here.invoke("CloseClient", id, TEXT, false), 1);

      assert.equal(await reasonOf(watcher, id), TEXT);
      assert.notEqual(await client.end(), null);
    } finally {
      await proxy.close();
    }
  });
}
