// Client results: the official JavaScript client is asked by its server: node results.test.js http://127.0.0.1:5000
import assert from "node:assert/strict";
import test from "node:test";

import { Clients, ofOtherProtocol, VARIANTS } from "./clients.js";
import { Inbox } from "./inbox.js";

const server = process.argv[2];
if (!server) {
  throw new Error("usage: node results.test.js http://host:port");
}

const UNICODE = "héllo ✓ 😀 \"\\\n\t</script>&+' \u0000 \u2028";
const NO_RESULT = "failed: Client didn't provide a result.";

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

  const idOf = (client) => client.invoke("ConnectionId");

  check("the caller is asked, and answers at once or later", async (clients) => {
    const a = await clients.connect();
    a.answers((question) => `because of ${question}`);
    assert.equal(await a.invoke("Ask", UNICODE), `answer: because of ${UNICODE}`);
    const b = await clients.connect();
    b.answers(async (question) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return question;
    });
    assert.equal(await b.invoke("Ask", "later"), "answer: later");
  });

  check("another client is asked", async (clients) => {
    const [a, b] = [await clients.connect(), await clients.connect()];
    b.answers((question) => `b: ${question}`);
    assert.equal(await a.invoke("AskOther", await idOf(b), "why?"), "answer: b: why?");
  });

  check("a client of the other hub protocol is asked", async (clients) => {
    const others = new Clients(server, ofOtherProtocol(variant));
    try {
      const [a, b] = [await clients.connect(), await others.connect()];
      b.answers((question) => `b: ${question}`);
      assert.equal(await a.invoke("AskOther", await idOf(b), UNICODE), `answer: b: ${UNICODE}`);
    } finally {
      await others.close();
    }
  });

  check("an error of the client reaches the hub method", async (clients) => {
    const a = await clients.connect();
    a.answers(() => {
      throw new Error("no idea");
    });
    assert.equal(await a.invoke("Ask", "why?"), "failed: Error: no idea");
  });

  check("a client that has no such method, or no result, says so", async (clients) => {
    const [a, b] = [await clients.connect(), await clients.connect()];
    assert.equal(await a.invoke("Ask", "why?"), NO_RESULT);
    b.answers(() => {});
    assert.equal(await a.invoke("AskOther", await idOf(b), "why?"), NO_RESULT);
  });

  check("null is an answer, a wrong type is none", async (clients) => {
    const a = await clients.connect();
    a.answers((question) => (question === "null" ? null : "many"));
    assert.equal(await a.invoke("Ask", "null"), "answer: ");
    assert.match(await a.invoke("AskInt", "how many?"), /^failed: Error trying to deserialize result to /);
    assert.equal(await a.invoke("EchoInt", 1), 1);
  });

  check("calls go on while the client is asked", async (clients) => {
    const a = await clients.connect();
    const asked = new Inbox();
    let answer;
    const answered = new Promise((resolve) => (answer = resolve));
    a.answers((question) => {
      asked.put(question);
      return answered;
    });
    const result = a.invoke("Ask", "why?");
    assert.equal(await asked.take(), "why?");
    assert.equal(await a.invoke("EchoInt", 1), 1);
    answer("because");
    assert.equal(await result, "answer: because");
  });

  check("a client that leaves ends the wait, and one that never was is not asked", async (clients) => {
    const [a, b] = [await clients.connect(), await clients.connect()];
    const asked = new Inbox();
    b.answers((question) => {
      asked.put(question);
      return new Promise(() => {});
    });
    const id = await idOf(b);
    const result = a.invoke("AskOther", id, "why?");
    await asked.take();
    await b.stop();
    assert.equal(await result, `failed: Connection '${id}' disconnected.`);
    assert.equal(await a.invoke("AskOther", "unknown", "why?"), "failed: Connection 'unknown' does not exist.");
  });
}
