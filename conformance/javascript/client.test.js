// The official JavaScript client against a conformance server: node client.test.js http://127.0.0.1:5000
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";

import { Clients, VARIANTS } from "./clients.js";
import { countingPings } from "./pings.js";
import { Proxy } from "./proxy.js";

const server = process.argv[2];
if (!server) {
  throw new Error("usage: node client.test.js http://host:port");
}

const UNICODE = "héllo ✓ 😀 \"\\\n\t</script>&+' \u0000 \u2028";

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

  // What an object's parts are called, the server takes over from .NET.
  const person = (name, age, tags) => (variant.messagePack ? { Name: name, Age: age, Tags: tags } : { name, age, tags });
  const bytes = (...values) => (variant.messagePack ? Uint8Array.from(values) : Buffer.from(values).toString("base64"));

  for (const [target, ...values] of [
    ["EchoInt", 42, -1, 200, 2147483647, -2147483648],
    ["EchoLong", Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 5_000_000_000],
    ["EchoDouble", 1.5, -0.25, 3, 1e300],
    ["EchoBool", true, false],
    ["EchoString", "", "x", UNICODE, null],
    ["EchoBytes", bytes(), bytes(1, 2, 255), null],
    ["EchoInts", [], [1, 2, 300], null],
    ["EchoPerson", person("Ada", 36, ["x", "y"]), person(null, -1, null), null],
    ["Echo", 1, "x", true, null, [], [1, "x", null, { c: {} }], { b: 1, A: [{ deep: [[]] }] }],
  ]) {
    check(`${target} returns what it was given`, async (clients) => {
      const a = await clients.connect();
      for (const value of values) {
        assert.deepEqual(await a.invoke(target, value), value);
      }
    });
  }

  check("calls methods with several arguments, with another name, and in other spellings", async (clients) => {
    const a = await clients.connect();
    assert.equal(await a.invoke("Add", 1, 2), 3);
    assert.equal(await a.invoke("renamed"), "renamed");
    assert.equal(await a.invoke("echoINT", 7), 7);
  });

  check("methods without a result complete", async (clients) => {
    const a = await clients.connect();
    assert.equal((await a.invoke("Nothing")) ?? null, null);
    assert.equal((await a.invoke("NothingLater")) ?? null, null);
  });

  check("knows its connection id", async (clients) => {
    const a = await clients.connect();
    const id = await a.invoke("ConnectionId");
    assert.match(id, /^.{22}$/);
    assert.equal(a.id, variant.negotiated ? id : null);
  });

  check("belongs to the user of its token", async (clients) => {
    const [a, nobody] = [await clients.connect("/secure", { user: "ann" }), await clients.connect()];
    assert.equal(await a.invoke("UserId"), "ann");
    assert.equal(await nobody.invoke("UserId"), null);
  });

  check("cannot connect without a user where one is needed", async (clients) => {
    const a = clients.build("/secure");
    await assert.rejects(a.start(), variant.negotiated ? /Status code '401'/ : /WebSocket failed to connect/);
  });

  // Three clients: a and b are ann's, c is Cem's; a and b are in the group left, b and c in right. What does a call of a's reach?
  for (const [kind, target, reached] of [
    ["all", () => ["ToAll"], "abc"],
    ["caller", () => ["ToCaller"], "a"],
    ["others", () => ["ToOthers"], "bc"],
    ["allExcept", ({ a, c }) => ["ToAllExcept", [a, c, "unknown"]], "b"],
    ["client", ({ b }) => ["ToClient", b], "b"],
    ["clients", ({ b, c }) => ["ToClients", [b, c, "unknown"]], "bc"],
    ["group", () => ["ToGroup", "left"], "ab"],
    ["groups", () => ["ToGroups", ["left", "right", "none"]], "abbc"],
    ["groupExcept", ({ a }) => ["ToGroupExcept", "left", [a]], "b"],
    ["othersInGroup", () => ["ToOthersInGroup", "left"], "b"],
    ["user", () => ["ToUser", "ann"], "ab"],
    ["users", () => ["ToUsers", ["cem", "ann", "nobody"]], "abc"],
  ]) {
    check(`a send to ${kind} reaches just those`, async (clients) => {
      const a = await clients.connect("/test", { user: "ann" });
      const b = await clients.connect("/test", { user: "ann" });
      const c = await clients.connect("/test", { user: "cem" });
      const ids = { a: await a.invoke("ConnectionId"), b: await b.invoke("ConnectionId"), c: await c.invoke("ConnectionId") };
      await a.invoke("Join", "left");
      await b.invoke("Join", "left");
      await b.invoke("Join", "right");
      await a.invoke("JoinOther", ids.c, "right");

      await a.invoke(...target(ids), UNICODE);

      const found = [];
      for (const [name, client] of Object.entries({ a, b, c })) {
        found.push(...(await client.untaken()).map((message) => `${name} ${message}`));
      }
      assert.deepEqual(
        found,
        [...reached].map((name) => `${name} ${kind}:${UNICODE}`),
      );
    });
  }

  check("a send to a group does not reach who has left it", async (clients) => {
    const [a, b] = [await clients.connect(), await clients.connect()];
    await a.invoke("Join", "room");
    await b.invoke("Join", "room");
    await a.invoke("Leave", "room");
    await a.invoke("LeaveOther", await b.invoke("ConnectionId"), "room");

    await a.invoke("ToGroup", "room", "x");

    assert.deepEqual([await a.untaken(), await b.untaken()], [[], []]);
  });

  check("is greeted before its first call", async (clients) => {
    const a = await clients.connect("/greeting");
    assert.equal(await a.messages.take(), "greeting:welcome");
  });

  check("sends without waiting, whatever comes of it", async (clients) => {
    const a = await clients.connect();
    await a.send("Throw", "secret");
    await a.send("Missing");
    await a.send("Add", 1);
    await a.send("ToCaller", "x");
    assert.equal(await a.messages.take(), "caller:x");
  });

  check("errors have the documented texts, and the connection goes on", async (clients) => {
    const a = await clients.connect();
    assert.equal(await a.errorOf("Throw", "secret"), "An unexpected error occurred invoking 'Throw' on the server.");
    assert.equal(await a.errorOf("ThrowHubException", "shown"), "An unexpected error occurred invoking 'ThrowHubException' on the server. HubException: shown");
    assert.equal(await a.errorOf("ThrowApples", "seven"), "An unexpected error occurred invoking 'ThrowApples' on the server. TooManyApples: seven");
    assert.equal(await a.errorOf("Missing"), "Failed to invoke 'Missing' due to an error on the server. HubException: Method does not exist.");
    for (const wrong of [[], [1], [1, 2, 3], [1, "two"], [1, null], [1, 1.5]]) {
      assert.equal(await a.errorOf("Add", ...wrong), "Failed to invoke 'Add' due to an error on the server.");
    }
    assert.equal(await a.invoke("EchoInt", 1), 1);
  });

  check("errors have their details where the hub shows them", async (clients) => {
    const a = await clients.connect("/detailed");
    assert.match(await a.errorOf("Throw", "secret"), /^An unexpected error occurred invoking 'Throw' on the server\. \w+Exception: secret$/);
    assert.equal(
      await a.errorOf("Add", 1),
      "Failed to invoke 'Add' due to an error on the server. InvalidDataException: Invocation provides 1 argument(s) but target expects 2.",
    );
  });

  check("an aborted connection ends without an error and is not made again", async (clients) => {
    const a = await clients.connect("/test", { reconnects: true });
    await a.send("Abort");
    assert.equal(await a.end(), null);
    assert.equal(a.state, "Disconnected");
  });

  check("hears why it was refused", async (clients) => {
    const prefix = "Server returned an error on close: ";
    assert.equal(await clients.build("/refusing?how=hub").refusal(), `${prefix}Connection closed with an error. HubException: no entry`);
    assert.equal(await clients.build("/refusing?how=other").refusal(), `${prefix}Connection closed with an error.`);
    assert.match(String(await clients.build("/refusing?how=abort").refusal()), /^null$|^The connection was stopped before/);
  });

  check("connects again by itself after a cut", async (clients) => {
    const proxy = await Proxy.start(server);
    try {
      const a = await clients.connect("/test", { server: proxy.url, reconnects: true });
      const before = await a.invoke("ConnectionId");
      for (let times = 0; times < 3; times++) {
        proxy.cut();
        await a.reconnections.take();
        assert.equal(await a.invoke("EchoString", UNICODE), UNICODE);
      }
      assert.notEqual(await a.invoke("ConnectionId"), before);
    } finally {
      await proxy.close();
    }
  });

  check("connects again by itself after a message that was too large", async (clients) => {
    const a = await clients.connect("/small", { reconnects: true });
    await a.send("EchoString", "x".repeat(200));
    await a.reconnections.take();
    assert.equal(await a.invoke("EchoInt", 1), 1);
  });

  check("is told of a message that was too large", async (clients) => {
    const a = await clients.connect("/small");
    await a.send("EchoString", "x".repeat(200));
    assert.equal(await a.end(), "Server returned an error on close: Connection closed with an error.");
  });

  check("stops, and others hear that it left", async (clients) => {
    const [a, watcher] = [await clients.connect(), await clients.connect()];
    await watcher.invoke("Join", "watchers");
    const id = await a.invoke("ConnectionId");
    await a.stop();
    while ((await watcher.left.take()) !== id);
  });

  check("large messages pass", async (clients) => {
    const a = await clients.connect();
    const text = "é".repeat(16_000); // 32,000 bytes
    assert.equal(await a.invoke("EchoString", text), text);
    await a.invoke("ToAll", text);
    assert.equal(await a.messages.take(), `all:${text}`);
    const ints = Array.from({ length: 5_000 }, (_, i) => i);
    assert.deepEqual(await a.invoke("EchoInts", ints), ints);
  });

  check("many calls at once are all answered, each with its own result", async (clients) => {
    const a = await clients.connect();
    const calls = Array.from({ length: 500 }, (_, i) => a.invoke("EchoInt", i));
    assert.deepEqual(
      await Promise.all(calls),
      Array.from({ length: 500 }, (_, i) => i),
    );
  });

  check("a call waits for its turn, or not, as the hub says", async (clients) => {
    for (const [route, expected] of [
      ["/test", ["held", "quick"]],
      ["/parallel", ["quick", "held"]],
    ]) {
      const [a, b] = [await clients.connect(route), await clients.connect(route)];
      const [key, order] = [randomUUID(), []];
      const held = a.invoke("Hold", key).then(() => order.push("held"));
      const quick = a.invoke("EchoInt", 1).then(() => order.push("quick"));
      if (route === "/parallel") {
        await quick;
      }
      await b.invoke("Release", key);
      await Promise.all([held, quick]);
      assert.deepEqual(order, expected);
    }
  });

  check("messages come in the order in which they were sent", async (clients) => {
    const [a, b] = [await clients.connect(), await clients.connect()];
    const texts = Array.from({ length: 200 }, (_, i) => `${i}`);
    await Promise.all(texts.map((text) => a.invoke("ToOthers", text)));
    assert.deepEqual(
      await b.messages.takeSeveral(texts.length),
      texts.map((text) => `others:${text}`),
    );
  });

  if (!variant.transport) {
    check("stays connected by pings alone", async (clients) => {
      const { CountingSocket, pings } = countingPings();
      const a = await clients.connect("/short", { socket: CountingSocket, pingsEvery: 300 });
      await pings.takeSeveral(4); // One a second; a silent client would be closed after two.
      assert.equal(a.state, "Connected");
      assert.equal(await a.invoke("EchoInt", 1), 1);
    });
  }
}
