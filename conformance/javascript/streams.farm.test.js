// Streams on two servers that share one Redis: node streams.farm.test.js http://127.0.0.1:5000 http://127.0.0.1:5001
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";

import { Clients, VARIANTS } from "./clients.js";

const [first, second] = process.argv.slice(2);
if (!second) {
  throw new Error("usage: node streams.farm.test.js http://host:port http://host:port");
}

const numbers = (count) => Array.from({ length: count }, (_, i) => i);

for (const variant of VARIANTS) {
  /** A test with a client of this variant on either server, which are stopped at its end. */
  const check = (title, body) =>
    test(`${variant.title}: ${title}`, { timeout: 60_000 }, async () => {
      const clients = new Clients(first, variant);
      try {
        await body(await clients.connect(), await clients.connect("/test", { server: second }), clients);
      } finally {
        await clients.close();
      }
    });

  const idOf = (client) => client.invoke("ConnectionId");

  check("a stream is made of what a client of the other server answers", async (a, b) => {
    b.answers((question) => `b: ${question}`);
    const stream = a.stream("Interview", await idOf(b), 20);
    assert.deepEqual(
      await stream.rest(),
      numbers(20).map((i) => `b: ${i}`),
    );
  });

  check("a stream fails behind its items when the client of the other server that it is made of leaves", async (a, b) => {
    let asked;
    const isAsked = new Promise((resolve) => (asked = resolve));
    b.answers((question) => {
      if (question === "2") {
        asked();
        return new Promise(() => {});
      }
      return question;
    });
    const stream = a.stream("Interview", await idOf(b), 20);
    assert.deepEqual(await stream.items.takeSeveral(2), ["0", "1"]);
    await isAsked;
    await b.stop();
    assert.equal(await stream.error(), "An error occurred on the server while streaming results.");
    assert.deepEqual(stream.items.takeAll(), []);
  });

  check("an upload of what the other server's client sends comes back as a stream", async (a, b) => {
    const upload = a.upload();
    const stream = a.stream("Doubled", upload);
    const id = await idOf(a);
    for (const i of numbers(20)) {
      await b.invoke("ToClient", id, `${i}`);
      upload.next(Number((await a.messages.take()).split(":")[1]));
    }
    upload.complete();
    assert.deepEqual(
      await stream.rest(),
      numbers(20).map((i) => 2 * i),
    );
  });

  check("streams end when they are cancelled or their client leaves, and the other server's clients hear of it", async (a, b, clients) => {
    const watcher = await clients.connect("/test", { server: second });
    await watcher.invoke("Join", "watchers");
    const [cancelled, left] = [randomUUID(), randomUUID()];
    const streams = [a.stream("Endless", cancelled), a.stream("Endless", left)];
    for (const stream of streams) {
      assert.equal(await stream.items.take(), 0);
    }

    streams[0].cancel();
    while ((await watcher.stopped.take()) !== cancelled);
    assert.equal(await a.invoke("EchoInt", 1), 1);
    await a.stop();
    while ((await watcher.stopped.take()) !== left);
    assert.equal(await b.invoke("EchoInt", 1), 1);
  });
}
