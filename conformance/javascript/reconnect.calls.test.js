// What a client has under way when it is cut: node reconnect.calls.test.js http://127.0.0.1:5000 [seed [cuts [http://127.0.0.1:5001]]]
//
// Streams both ways and questions of the server, with stateful reconnect. With a second server the one who asks is there.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";

import { Inbox } from "./inbox.js";
import { Proxy } from "./proxy.js";
import { countUntil, STATEFUL_VARIANTS, withSevered } from "./severed.js";
import { seeded, SeveringProxy } from "./severing.js";

const [server, seed = "1", cuts = "200", elsewhere = server] = process.argv.slice(2);
if (!server) {
  throw new Error("usage: node reconnect.calls.test.js http://host:port [seed [cuts [http://host:port]]]");
}

const LONGEST_CUT = 3000; // bytes in one direction, of messages of some 80
/**
 * Cuts so many times, each time when the client has received all that was sent again. One that is cut earlier, and has acknowledged
 * meanwhile, takes its connection for lost, whatever the server: "Sequence ID greater than amount of messages we've received."
 */
async function severWhenCaughtUp(severed, proxy, times) {
  for (let i = 0; i < times; i++) {
    await proxy.sever(1);
    await severed.invoke("Nothing");
  }
}

const numbers = (count) => Array.from({ length: count }, (_, i) => i);

for (const variant of STATEFUL_VARIANTS) {
  const title = `${variant.title}: ${cuts} cuts in all, seed ${seed}: streams both ways and answers go on, nothing is lost, nothing comes twice`;
  test(title, { timeout: 400_000, concurrency: true }, async () => {
    const times = Math.ceil(Number(cuts) / STATEFUL_VARIANTS.length);
    const proxy = await SeveringProxy.start(server, seeded(Number(seed)), LONGEST_CUT);
    await withSevered(variant, proxy, { server, elsewhere }, async ({ severed, peer }) => {
      const asked = [];
      severed.answers((question) => {
        asked.push(question);
        return `because of ${question}`;
      });
      const upload = severed.upload();
      const doubled = severed.stream("Doubled", upload);
      const echoed = [];
      let over = false;
      const cut = severWhenCaughtUp(severed, proxy, times).then(() => (over = true));

      const [items, questions, streams] = await Promise.all([
        countUntil(() => over, async (i) => {
          upload.next(i);
          echoed.push(await doubled.items.take());
        }),
        countUntil(() => over, async (i) => assert.equal(await peer.invoke("AskOther", severed.id, `${i}`), `answer: because of ${i}`)),
        countUntil(() => over, async () => assert.deepEqual(await severed.stream("Count", 100).rest(), numbers(100))),
        cut,
      ]);
      upload.complete();

      assert.equal(proxy.severed, times);
      assert.deepEqual(await doubled.rest(), [], "no item came twice");
      assert.deepEqual(echoed, numbers(items).map((i) => 2 * i));
      assert.deepEqual(asked, numbers(questions).map(String));
      assert.ok(items + questions + streams > times / 10, `there was traffic: ${items} items, ${questions} questions, ${streams} streams`);
    });
  });

  test(`${variant.title}: what is under way when the client is cut is finished when it is back`, { timeout: 60_000 }, async () => {
    const proxy = await Proxy.start(server);
    await withSevered(variant, proxy, { server, elsewhere }, async ({ severed, peer, watcher }) => {
      const asked = new Inbox();
      let answer;
      const answered = new Promise((resolve) => (answer = resolve));
      severed.answers((question) => {
        asked.put(question);
        return answered;
      });
      const name = randomUUID();
      const endless = severed.stream("Endless", name);
      assert.equal(await endless.items.take(), 0);
      const upload = severed.upload();
      const doubled = severed.stream("Doubled", upload);
      upload.next(1);
      assert.equal(await doubled.items.take(), 2);
      const before = peer.invoke("AskOther", severed.id, "before");
      assert.equal(await asked.take(), "before");

      proxy.cut();
      upload.next(2);
      answer("because");
      const meanwhile = peer.invoke("AskOther", severed.id, "meanwhile");
      upload.complete();

      assert.deepEqual(await Promise.all([before, meanwhile]), ["answer: because", "answer: because"]);
      assert.deepEqual([await asked.take(), ...asked.takeAll()], ["meanwhile"]);
      assert.deepEqual(await doubled.rest(), [4]);
      assert.ok(!watcher.stopped.takeAll().includes(name), "the endless stream went on");
      endless.cancel();
      while ((await watcher.stopped.take()) !== name);
    });
  });
}
