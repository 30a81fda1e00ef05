// The official JavaScript client against a server that stops when it is asked for /stop, and one that follows it at the same port.
import assert from "node:assert/strict";
import test from "node:test";

import { Clients, VARIANTS } from "./clients.js";
import { within } from "./inbox.js";

const server = process.argv[2];
if (!server) {
  throw new Error("usage: node stop.test.js http://host:port");
}

const ways = VARIANTS.filter((each) => each.negotiated).map((variant) => ({ variant, clients: new Clients(server, variant) }));

test("a stop while clients of all transports call and stream", { timeout: 120_000 }, async (t) => {
  try {
    for (const way of ways) {
      way.comesBack = await way.clients.connect("/slow", { reconnects: true });
      way.stays = await way.clients.connect("/slow");
      way.call = way.comesBack.invoke("WhenStopping");
      way.stream = way.comesBack.stream("Numbers");
    }
    for (const way of ways) {
      await way.stays.invoke("Nothing");
    }
    // A stream may begin late, so numbers go on until each has some.
    let begun = 0;
    for (const way of ways) {
      way.first = way.stream.items.take();
      way.first.then(() => begun++);
    }
    for (let next = 0; begun < ways.length; next++) {
      await ways[0].stays.invoke("Next", next, next);
    }
    const answer = await (await fetch(`${server}/stop`)).text();
    assert.equal(answer, `${ways.length} calls run`);

    for (const { variant, ...way } of ways) {
      await t.test(`${variant.title}: the call that ran is answered`, async () => {
        assert.equal(await way.call, "answered");
      });
      await t.test(`${variant.title}: the stream ends behind an item, with the reason`, async () => {
        assert.match(await way.stream.error(), /The server is stopping\.$/);
        const items = [await way.first, ...way.stream.items.takeAll()];
        assert.deepEqual(items, items.map((unused, i) => items[0] + i));
      });
      await t.test(`${variant.title}: the client that was not told to come back knows of the end`, async () => {
        assert.equal(await within("not ended", way.stays.ended), null);
      });
      await t.test(`${variant.title}: the client that may come back is at the next server`, async () => {
        assert.ok(await way.comesBack.reconnections.take());
        assert.equal(await way.comesBack.invoke("Server"), "second");
      });
    }
  } finally {
    await Promise.all(ways.map((way) => way.clients.close()));
  }
});
