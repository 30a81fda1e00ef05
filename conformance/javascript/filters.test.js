// The official JavaScript client against a hub with a filter: node filters.test.js http://127.0.0.1:5000
import assert from "node:assert/strict";
import test from "node:test";

import { Clients, VARIANTS } from "./clients.js";

const server = process.argv[2];
if (!server) {
  throw new Error("usage: node filters.test.js http://host:port");
}

const FAILED = (target) => new RegExp(`An unexpected error occurred invoking '${target}' on the server`);

for (const variant of VARIANTS) {
  /** A test with a client of this variant that is connected to the hub with the filter. */
  const check = (title, body) =>
    test(`${variant.title}: ${title}`, { timeout: 60_000 }, async () => {
      const clients = new Clients(server, variant);
      try {
        await body(await clients.connect("/filtered"), clients);
      } finally {
        await clients.close();
      }
    });

  check("a filter changes the result", async (a) => {
    assert.equal(await a.invoke("EchoString", "quiet"), "QUIET");
  });

  check("a filter changes the arguments", async (a) => {
    assert.equal(await a.invoke("EchoInt", 41), 42);
  });

  check("a filter answers in place of the method", async (a) => {
    assert.equal(await a.invoke("Add", 1, 2), -1);
  });

  check("a filter refuses a call, and the next is served", async (a) => {
    await assert.rejects(a.invoke("EchoBool", true), /HubException: not through this filter/);
    assert.equal(await a.invoke("EchoDouble", 1.5), 1.5);
  });

  check("a filter translates what the method threw", async (a) => {
    await assert.rejects(a.invoke("Throw", "a secret"), /HubException: translated: a secret/);
    await assert.rejects(a.invoke("Throw", "a secret"), FAILED("Throw"));
  });

  check("a filter lets a call wait, and calls stay in order", async (a) => {
    const answers = await Promise.all(Array.from({ length: 50 }, (unused, i) => a.invoke("EchoLong", i)));
    assert.deepEqual(answers, Array.from({ length: 50 }, (unused, i) => i));
  });

  check("a filter refuses a client", async (a, clients) => {
    const eve = clients.build("/filtered", { user: "eve" });
    await assert.rejects(
      (async () => {
        await eve.start();
        await eve.invoke("Nothing");
      })(),
    );
  });
}
