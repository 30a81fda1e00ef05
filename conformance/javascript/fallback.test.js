// The official JavaScript client behind a proxy that lets no WebSocket through: node fallback.test.js http://127.0.0.1:8080
import assert from "node:assert/strict";
import test from "node:test";

import * as signalR from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";

import { Client } from "./clients.js";

const proxy = process.argv[2];
if (!proxy) {
  throw new Error("usage: node fallback.test.js http://host:port");
}

/** A client that chooses its transport by itself, and the names of those that it has tried. */
function build(messagePack) {
  const tried = [];
  const logger = {
    log(level, text) {
      const transport = /Selecting transport '(\w+)'/.exec(text)?.[1];
      if (transport) {
        tried.push(transport);
      }
    },
  };
  const builder = new signalR.HubConnectionBuilder().withUrl(`${proxy}/test`).configureLogging(logger);
  if (messagePack) {
    builder.withHubProtocol(new MessagePackHubProtocol());
  }
  return { client: new Client(builder.build()), tried };
}

for (const [title, messagePack, expected] of [
  ["json falls back to Server-Sent Events", false, ["WebSockets", "ServerSentEvents"]],
  ["messagepack falls back to long polling", true, ["WebSockets", "LongPolling"]],
]) {
  test(title, { timeout: 60_000 }, async () => {
    const [{ client: a, tried }, { client: b }] = [build(messagePack), build(messagePack)];
    try {
      await a.start();
      await b.start();
      assert.deepEqual(tried, expected);

      assert.equal(await a.invoke("EchoString", "x".repeat(20_000)), "x".repeat(20_000));
      await Promise.all(Array.from({ length: 50 }, (_, i) => a.invoke("ToOthers", `${i}`)));
      assert.deepEqual(
        await b.messages.takeSeveral(50),
        Array.from({ length: 50 }, (_, i) => `others:${i}`),
      );
    } finally {
      await Promise.all([a.stop(), b.stop()]);
    }
  });
}
