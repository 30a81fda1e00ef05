// The official JavaScript client against a server that compresses: node compression.test.js http://127.0.0.1:5000
import assert from "node:assert/strict";
import test from "node:test";

import WebSocket from "ws";

import { Clients, VARIANTS } from "./clients.js";

const server = process.argv[2];
if (!server) {
  throw new Error("usage: node compression.test.js http://host:port");
}

const AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

for (const variant of VARIANTS.filter((each) => !each.transport)) {
  /** A test with a connected client of this variant, and the sockets that it has opened. */
  const check = (title, body) =>
    test(`${variant.title}: ${title}`, { timeout: 60_000 }, async () => {
      const sockets = [];
      class Remembered extends WebSocket {
        constructor(url, protocols, options) {
          // Below the default of this library, so that the client's messages are compressed, too.
          super(url, protocols, { ...options, perMessageDeflate: { threshold: 0 } });
          this.on("upgrade", (response) => sockets.push({ socket: this, agreed: response.headers["sec-websocket-extensions"] }));
        }
      }
      const clients = new Clients(server, variant);
      try {
        await body(await clients.connect("/test", { socket: Remembered }), sockets);
      } finally {
        await clients.close();
      }
    });

  check("compression is agreed on", async (a, sockets) => {
    assert.deepEqual(sockets.map((each) => each.agreed), [AGREED]);
    assert.equal(await a.invoke("EchoString", "short"), "short");
  });

  check("long and short texts come back as they were", async (a) => {
    for (const size of [0, 1, 20, 200, 2_000]) {
      const text = "é ✓ 😀 ".repeat(size);
      assert.equal(await a.invoke("EchoString", text), text);
    }
  });

  check("what comes is compressed", async (a, sockets) => {
    const before = sockets[0].socket._socket.bytesRead;
    await a.invoke("EchoString", "again and ".repeat(2_000));
    assert.ok(sockets[0].socket._socket.bytesRead - before < 2_000);
  });

  check("many calls at a time are answered each with its own", async (a) => {
    const texts = Array.from({ length: 100 }, (unused, i) => `${i} `.repeat(500));
    assert.deepEqual(await Promise.all(texts.map((text) => a.invoke("EchoString", text))), texts);
  });
}
