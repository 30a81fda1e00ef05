// Streams of the official JavaScript client: node streams.test.js http://127.0.0.1:5000
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";

import { Clients, VARIANTS } from "./clients.js";

const server = process.argv[2];
if (!server) {
  throw new Error("usage: node streams.test.js http://host:port");
}

const FAILED = "An error occurred on the server while streaming results.";
const numbers = (count) => Array.from({ length: count }, (_, i) => i);

for (const variant of VARIANTS) {
  /** A test with clients of this variant, which are stopped at its end. */
  const check = (title, body) =>
    test(`${variant.title}: ${title}`, { timeout: 60_000 }, async () => {
      const clients = new Clients(server, variant);
      try {
        await body(clients);
      } finally {
        await clients.close();
      }
    });

  check("a stream brings its items and ends", async (clients) => {
    const a = await clients.connect();
    assert.deepEqual(await a.stream("Count", 1000).rest(), numbers(1000));
    assert.deepEqual(await a.stream("Count", 0).rest(), []);
  });

  check("errors of a stream come behind its items, with the documented texts", async (clients) => {
    const a = await clients.connect();
    for (const [target, args, items, error] of [
      ["CountThenThrow", [2, "secret"], [0, 1], FAILED],
      ["CountThenThrowHubException", [1, "shown"], [0], `${FAILED} HubException: shown`],
      ["Missing", [], [], "Failed to invoke 'Missing' due to an error on the server. HubException: Method does not exist."],
      ["Count", ["three"], [], "Failed to invoke 'Count' due to an error on the server."],
      ["NoStream", [], [], "The value returned by the streaming method 'NoStream' is not a ChannelReader<> or IAsyncEnumerable<>."],
      ["EchoInt", [1], [], "The client attempted to invoke the non-streaming 'EchoInt' method with a streaming invocation."],
    ]) {
      const stream = a.stream(target, ...args);
      assert.equal(await stream.error(), error);
      assert.deepEqual(await stream.items.takeSeveral(items.length), items);
    }
    assert.match(await a.errorOf("Count", 1), /attempted to invoke the streaming 'Count' method with a non-streaming invocation\.$/);
  });

  check("streams run beside one another and beside calls, and the hub hears when one is cancelled", async (clients) => {
    const [a, watcher] = [await clients.connect(), await clients.connect()];
    await watcher.invoke("Join", "watchers");
    const names = [randomUUID(), randomUUID()];
    const streams = names.map((name) => a.stream("Endless", name));
    for (const stream of streams) {
      assert.equal(await stream.items.take(), 0);
    }
    assert.equal(await a.invoke("EchoInt", 1), 1);

    streams[0].cancel();

    while ((await watcher.stopped.take()) !== names[0]);
    assert.equal(await a.invoke("EchoInt", 2), 2);
    await a.stop();
    while ((await watcher.stopped.take()) !== names[1]);
  });

  check("uploads are read, alone and with arguments around them", async (clients) => {
    const a = await clients.connect();
    const sum = a.upload();
    const result = a.invoke("Sum", sum);
    numbers(500).forEach((i) => sum.next(i));
    sum.complete();
    assert.equal(await result, 124_750);

    const texts = a.upload();
    const text = a.invoke("Concat", "<", texts, ">");
    [..."äbc"].forEach((item) => texts.next(item));
    texts.complete();
    assert.equal(await text, "<äbc>");
  });

  // Two uploads side by side in one call cannot be tried: this client takes only every other one out of its arguments.

  check("an upload comes back as a stream", async (clients) => {
    const a = await clients.connect();
    const upload = a.upload();
    const stream = a.stream("Doubled", upload);
    for (const i of numbers(100)) {
      upload.next(i);
      assert.equal(await stream.items.take(), 2 * i);
    }
    upload.complete();
    assert.deepEqual(await stream.rest(), []);
  });

  check("the hub hears how an upload ends", async (clients) => {
    const a = await clients.connect();
    const failing = a.upload();
    const how = a.invoke("HowItEnded", failing);
    failing.next(1);
    failing.error(new Error("the disk is full"));
    assert.match(await how, /^failed: .*the disk is full/);

    const wrong = a.upload();
    const bound = a.invoke("HowItEnded", wrong);
    wrong.next("one");
    assert.equal(await bound, "failed: Failed to bind Stream message.");
  });

  check("an upload that is read no further holds up nothing", async (clients) => {
    const a = await clients.connect();
    const upload = a.upload();
    const first = a.invoke("FirstOnly", upload);
    upload.next(7);
    assert.equal(await first, 7);
    const items = numbers(20);
    for (const i of items) {
      upload.next(i);
      assert.equal(await a.invoke("EchoInt", i), i);
    }
    upload.complete();
    // Over HTTP a call makes a request, and of two requests one carries the next message of the upload: the client must not be stopped before the last.
    for (const i of numbers(2 * (items.length + 1))) {
      assert.equal(await a.invoke("EchoInt", i), i);
    }
  });

  check("an upload larger than all buffers arrives", async (clients) => {
    const a = await clients.connect();
    const upload = a.upload();
    const text = a.invoke("Concat", "", upload, "");
    for (const i of numbers(40)) {
      upload.next(String(i % 10).repeat(20_000));
    }
    upload.complete();
    assert.equal((await text).length, 800_000);
  });
}
