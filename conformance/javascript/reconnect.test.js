// Stateful reconnect with the official JavaScript client: node reconnect.test.js http://127.0.0.1:5000 [seed [cuts [http://127.0.0.1:5001]]]
//
// With a second server the others are there, so all messages travel between the two.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";

import { Proxy } from "./proxy.js";
import { countUntil, STATEFUL_VARIANTS, withSevered } from "./severed.js";
import { seeded, SeveringProxy } from "./severing.js";

const [server, seed = "1", cuts = "1000", elsewhere = server] = process.argv.slice(2);
if (!server) {
  throw new Error("usage: node reconnect.test.js http://host:port [seed [cuts [http://host:port]]]");
}

const LONGEST_CUT = 3000; // bytes in one direction, of messages of some 80
const CUTS_A_ROUND = 50;

const numbered = (kind, count) => Array.from({ length: count }, (_, i) => `${kind}:${i}`);

for (const variant of STATEFUL_VARIANTS) {
  const title = `${variant.title}: ${cuts} cuts in all, seed ${seed}: nothing is lost, nothing comes twice, no hub event`;
  test(title, { timeout: 400_000, concurrency: true }, async () => {
    const times = Math.ceil(Number(cuts) / STATEFUL_VARIANTS.length);
    const proxy = await SeveringProxy.start(server, seeded(Number(seed)), LONGEST_CUT);
    await withSevered(variant, proxy, { server, elsewhere }, async ({ severed, peer, watcher }) => {
      const room = randomUUID();
      await watcher.invoke("Join", room);
      let over = false;
      const cut = severInRounds(proxy, times, severed).then(() => (over = true));

      const [up, down, calls] = await Promise.all([
        countUntil(() => over, (i) => severed.send("ToGroup", room, `${i}`).then(pause)),
        countUntil(() => over, (i) => peer.invoke("ToClient", severed.id, `${i}`).then(pause)), // Or they pile up: one buffer an acknowledgement.
        countUntil(() => over, async (i) => assert.equal(await severed.invoke("EchoString", `${i}`), `${i}`)),
        cut,
      ]);
      await severed.invoke("Nothing"); // All that it has sent is done.

      assert.equal(proxy.severed, times);
      assert.deepEqual(await watcher.messages.takeSeveral(up), numbered("group", up));
      assert.deepEqual(await severed.messages.takeSeveral(down), numbered("client", down));
      assert.deepEqual(await watcher.untaken(), []);
      assert.deepEqual(await severed.untaken(), []);
      assert.ok(up > times / 10 && down > times / 10 && calls > times / 10, `there was traffic: ${up} up, ${down} down, ${calls} calls`);
    });
  });

  test(`${variant.title}: what is sent while the client is away comes when it is back`, { timeout: 60_000 }, async () => {
    const proxy = await Proxy.start(server);
    await withSevered(variant, proxy, { server, elsewhere }, async ({ severed, peer }) => {
      const room = randomUUID();
      await severed.invoke("Join", room);

      proxy.cut();
      await peer.invoke("ToGroup", room, "while away");
      await peer.invoke("ToClient", severed.id, "to it alone");

      assert.deepEqual((await severed.messages.takeSeveral(2)).sort(), ["client:to it alone", "group:while away"]);
    });
  });
}

/** Lets the client catch up after each round: it acknowledges once a second, and between cuts it would have ever more to get again. */
async function severInRounds(proxy, times, client) {
  while (proxy.severed < times) {
    await proxy.sever(Math.min(CUTS_A_ROUND, times - proxy.severed));
    await client.invoke("Nothing");
  }
}

/** Leaves some time to what else goes on. */
function pause() {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
