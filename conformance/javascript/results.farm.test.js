// Client results across two servers on one Redis: node results.farm.test.js http://127.0.0.1:5000 http://127.0.0.1:5001
import assert from "node:assert/strict";
import test from "node:test";

import { Clients, ofOtherProtocol, VARIANTS } from "./clients.js";
import { Inbox } from "./inbox.js";

const [first, second] = process.argv.slice(2);
if (!second) {
  throw new Error("usage: node results.farm.test.js http://host:port http://host:port");
}

const UNICODE = "héllo ✓ 😀 \"\\\n\t</script>&+' \u0000 \u2028";

for (const variant of VARIANTS) {
  /** A test with clients of this variant, which are stopped at its end. */
  const check = (title, body) =>
    test(`${variant.title}: ${title}`, { timeout: 60_000 }, async () => {
      const clients = new Clients(first, variant);
      try {
        await body(await clients.connect(), await clients.connect("/test", { server: second }));
      } finally {
        await clients.close();
      }
    });

  const idOf = (client) => client.invoke("ConnectionId");

  check("a client of the other server answers", async (a, b) => {
    b.answers((question) => `b: ${question}`);
    const id = await idOf(b);
    assert.equal(await a.invoke("AskOther", id, UNICODE), `answer: b: ${UNICODE}`);
    assert.equal(await b.invoke("AskOther", id, "here"), "answer: b: here");
    const questions = Array.from({ length: 50 }, (_, i) => `${i}`);
    assert.deepEqual(
      await Promise.all(questions.map((question) => a.invoke("AskOther", id, question))),
      questions.map((question) => `answer: b: ${question}`),
    );
  });

  check("a client of the other server and the other hub protocol answers", async (a) => {
    const others = new Clients(second, ofOtherProtocol(variant));
    try {
      const b = await others.connect();
      b.answers((question) => `b: ${question}`);
      assert.equal(await a.invoke("AskOther", await idOf(b), UNICODE), `answer: b: ${UNICODE}`);
    } finally {
      await others.close();
    }
  });

  check("clients of both servers ask one another at a time", async (a, b) => {
    a.answers((question) => `a: ${question}`);
    b.answers((question) => `b: ${question}`);
    const [idOfA, idOfB] = [await idOf(a), await idOf(b)];
    assert.deepEqual(await Promise.all([a.invoke("AskOther", idOfB, "x"), b.invoke("AskOther", idOfA, "y")]), ["answer: b: x", "answer: a: y"]);
  });

  check("an error of a client of the other server reaches the hub method", async (a, b) => {
    b.answers(() => {
      throw new Error("no idea");
    });
    assert.equal(await a.invoke("AskOther", await idOf(b), "why?"), "failed: Error: no idea");
  });

  check("a client that leaves the other server ends the wait, and is not there afterwards", async (a, b) => {
    const asked = new Inbox();
    b.answers((question) => {
      asked.put(question);
      return new Promise(() => {});
    });
    const id = await idOf(b);
    const result = a.invoke("AskOther", id, "why?");
    await asked.take();
    await b.stop();
    assert.equal(await result, "failed: Connection disconnected.");
    assert.equal(await a.invoke("AskOther", "unknown", "why?"), "failed: Connection 'unknown' does not exist.");
  });
}
