// The official JavaScript client where not everybody may do everything: node authorization.test.js http://127.0.0.1:5001 http://127.0.0.1:5002
// The first server guards its hubs, the second sends clients to it. Which hubs they have: GuardedServers.java.
import assert from "node:assert/strict";
import test from "node:test";

import { Clients, VARIANTS } from "./clients.js";

const [guarded, redirecting] = process.argv.slice(2);
if (!redirecting) {
  throw new Error("usage: node authorization.test.js http://host:port http://host:port");
}

for (const variant of VARIANTS) {
  const check = (title, body) =>
    test(`${variant.title}: ${title}`, { timeout: 60_000 }, async () => {
      const clients = new Clients(guarded, variant);
      try {
        await body(clients);
      } finally {
        await clients.close();
      }
    });

  const unauthorized = (target) => `Failed to invoke '${target}' because user is unauthorized`;
  const refused = (status) => (variant.negotiated ? new RegExp(`Status code '${status}'`) : /WebSocket failed to connect/);

  check("a method for a role is for those who have it", async (clients) => {
    const [nobody, ann, admin] = [await clients.connect("/guarded"), await clients.connect("/guarded", { user: "ann" }), await clients.connect("/guarded", { user: "admin" })];
    assert.equal(await nobody.errorOf("AdminOnly"), unauthorized("AdminOnly"));
    assert.equal(await ann.errorOf("AdminOnly"), unauthorized("AdminOnly"));
    assert.equal(await admin.invoke("AdminOnly"), "for admins");
    assert.equal(await ann.invoke("EchoInt", 1), 1);
  });

  check("a policy decides by the arguments of a call", async (clients) => {
    const ann = await clients.connect("/guarded", { user: "ann" });
    assert.equal(await ann.invoke("Even", 2), 2);
    assert.equal(await ann.errorOf("Even", 3), unauthorized("Even"));
    assert.equal(await ann.errorOf("Even", "two"), "Failed to invoke 'Even' due to an error on the server.");
  });

  check("a hub for a role is for those who have it", async (clients) => {
    const admin = await clients.connect("/admins", { user: "admin" });
    assert.equal(await admin.invoke("UserId"), "admin");
    await assert.rejects(clients.build("/admins", { user: "ann" }).start(), refused(403));
    await assert.rejects(clients.build("/admins").start(), refused(401));
  });

  check("comes back with a fresh token when the old one has expired", async (clients) => {
    let token = "ann;2";
    const ann = await clients.connect("/guarded", { user: () => token, reconnects: true });
    const before = await ann.invoke("ConnectionId");
    token = "ann";
    await ann.reconnections.take();
    assert.equal(await ann.invoke("UserId"), "ann");
    assert.notEqual(await ann.invoke("ConnectionId"), before);
  });

  check("ends without an error when its token has expired and it does not come back", async (clients) => {
    const ann = await clients.connect("/guarded", { user: "ann;2" });
    assert.equal(await ann.end(), null);
  });

  if (variant.negotiated) {
    check("follows a redirect, and takes the token that it is given", async (clients) => {
      const ann = await clients.connect("/moved", { server: redirecting, user: "ann" });
      assert.equal(await ann.invoke("UserId"), "ticket-ann");
      await assert.rejects(clients.build("/inner", { user: "ann" }).start(), refused(403));
      await assert.rejects(clients.build("/moved", { server: redirecting }).start(), refused(401));
    });
  }
}
