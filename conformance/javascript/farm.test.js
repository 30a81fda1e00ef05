// The official JavaScript client against two servers on one Redis: node farm.test.js http://127.0.0.1:5000 http://127.0.0.1:5001
//
// Order is promised per topic only: where something must not come, what is known to be the next on the same topic does.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";

import { Clients, ofOtherProtocol, VARIANTS } from "./clients.js";
import { Proxy } from "./proxy.js";

const [first, second] = process.argv.slice(2);
if (!second) {
  throw new Error("usage: node farm.test.js http://host:port http://host:port");
}

const UNICODE = "héllo ✓ 😀 \"\\\n\t</script>&+' \u0000 \u2028";

for (const variant of VARIANTS) {
  /** A test with clients of this variant, which are stopped at its end, and names that no other test uses. */
  const check = (title, body) =>
    test(`${variant.title}: ${title}`, { timeout: 60_000 }, async () => {
      const clients = new Clients(first, variant);
      const unique = (name) => `${name}-${randomUUID()}`;
      try {
        await body(clients, { room: unique("room"), ann: unique("ann"), cem: unique("cem") });
      } finally {
        await clients.close();
      }
    });

  const here = (clients, user) => clients.connect("/test", { user });
  const elsewhere = (clients, user) => clients.connect("/test", { user, server: second });
  const idOf = (client) => client.invoke("ConnectionId");
  const next = async (expected, ...clients) => {
    for (const client of clients) {
      assert.equal(await client.messages.take(), expected);
    }
  };

  check("a send to all reaches the clients of both servers", async (clients) => {
    const [a, b] = [await here(clients), await elsewhere(clients)];
    await a.invoke("ToAll", UNICODE);
    await next(`all:${UNICODE}`, a, b);
    await b.invoke("ToAll", "back");
    await next("all:back", a, b);
  });

  check("a send to all goes on when a client of the other server has left", async (clients) => {
    const [a, b, leaver] = [await here(clients), await elsewhere(clients), await elsewhere(clients)];
    await leaver.stop();
    await a.invoke("ToAll", "x");
    await next("all:x", a, b);
  });

  check("excluded clients are left out on both servers", async (clients, { room }) => {
    const [a, b, c] = [await here(clients), await elsewhere(clients), await elsewhere(clients)];
    await a.invoke("ToAllExcept", [await idOf(a), await idOf(b), "unknown"], "x");
    await next("allExcept:x", c);
    await b.invoke("ToOthers", "y");
    await next("others:y", a, c);
    await a.invoke("ToAll", "last");
    await next("all:last", a, b, c);

    for (const client of [a, b, c]) {
      await client.invoke("Join", room);
    }
    await a.invoke("ToGroupExcept", room, [await idOf(b)], "x");
    await next("groupExcept:x", a, c);
    await b.invoke("ToOthersInGroup", room, "y");
    await next("othersInGroup:y", a, c);
    await a.invoke("ToGroup", room, "last");
    await next("group:last", a, b, c);
  });

  check("a send to one client reaches it on the other server", async (clients) => {
    const [a, b] = [await here(clients), await elsewhere(clients)];
    await a.invoke("ToClient", await idOf(b), UNICODE);
    await next(`client:${UNICODE}`, b);
    await a.invoke("ToClients", [await idOf(a), await idOf(b), "unknown"], "x");
    await next("clients:x", a, b);
  });

  check("a send to a group reaches its members on a server that has none itself", async (clients, { room }) => {
    const [a, b, other] = [await here(clients), await elsewhere(clients), await elsewhere(clients)];
    await b.invoke("Join", room);
    await a.invoke("ToGroup", room, UNICODE);
    await next(`group:${UNICODE}`, b);
    await other.invoke("Join", room);
    await a.invoke("ToGroup", room, "last");
    await next("group:last", b, other);
  });

  check("a send to several groups reaches each of them", async (clients, { room }) => {
    const [a, b] = [await here(clients), await elsewhere(clients)];
    await a.invoke("Join", `${room}1`);
    await b.invoke("Join", `${room}2`);
    await b.invoke("ToGroups", [`${room}1`, `${room}2`, `${room}3`], "x");
    await next("groups:x", a, b);
  });

  check("who has disconnected is in its groups no more", async (clients, { room }) => {
    const [a, leaver] = [await here(clients), await elsewhere(clients)];
    await leaver.invoke("Join", room);
    await leaver.stop();
    const b = await elsewhere(clients);
    await a.invoke("ToGroup", room, "missed");
    await b.invoke("Join", room);
    await a.invoke("ToGroup", room, "last");
    await next("group:last", b);
  });

  check("leaving a group without being in it does nothing, here and on the other server", async (clients, { room }) => {
    const [a, b] = [await here(clients), await elsewhere(clients)];
    await a.invoke("Leave", room);
    await a.invoke("LeaveOther", await idOf(b), room);
    await b.invoke("Join", room);
    await a.invoke("ToGroup", room, "x");
    await next("group:x", b);
  });

  check("joining twice does nothing more, here and on the other server", async (clients, { room }) => {
    const [a, b] = [await here(clients), await elsewhere(clients)];
    for (const times of [1, 2]) {
      await a.invoke("Join", room);
      await a.invoke("JoinOther", await idOf(b), room);
      await b.invoke("ToGroup", room, `${times}`);
    }
    await a.invoke("ToGroup", room, "last");
    for (const client of [a, b]) {
      const seen = await client.messages.takeSeveral(3);
      assert.deepEqual(seen.sort(), ["group:1", "group:2", "group:last"]);
    }
  });

  check("clients are put into groups and taken out by the other server", async (clients, { room }) => {
    const [a, b] = [await here(clients), await elsewhere(clients)];
    await a.invoke("JoinOther", await idOf(b), room);
    await a.invoke("ToGroup", room, "in");
    await next("group:in", b);
    await a.invoke("LeaveOther", await idOf(b), room);
    await a.invoke("ToGroup", room, "missed");
    await a.invoke("JoinOther", await idOf(b), room);
    await a.invoke("ToGroup", room, "last");
    await next("group:last", b);
  });

  check("a send to a client whose link was cut does not fail, and others still get theirs", async (clients, { room }) => {
    const proxy = await Proxy.start(second);
    try {
      const [a, b] = [await here(clients), await elsewhere(clients)];
      const lost = await clients.connect("/test", { server: proxy.url });
      const id = await idOf(lost);
      await b.invoke("Join", room);
      await lost.invoke("Join", room);
      proxy.cut();
      for (const text of ["x", "y", "z"]) {
        await a.invoke("ToClient", id, text);
        await a.invoke("ToGroup", room, text);
        await next(`group:${text}`, b);
      }
    } finally {
      await proxy.close();
    }
  });

  check("a send to a user reaches all of its clients, until the last has left", async (clients, { ann, cem }) => {
    const [a, b, b2] = [await here(clients, ann), await elsewhere(clients, ann), await elsewhere(clients, ann)];
    const sender = await here(clients, cem);
    await sender.invoke("ToUser", ann, "x");
    await next("user:x", a, b, b2);
    await b2.stop();
    await sender.invoke("ToUsers", [ann, cem, "nobody"], "y");
    await next("users:y", a, b, sender);
    await b.stop();
    await sender.invoke("ToUser", ann, "missed elsewhere");
    await next("user:missed elsewhere", a);
  });

  check("names are literal, and groups and users are not mixed up", async (clients, { room, ann }) => {
    const [a, b] = [await here(clients), await elsewhere(clients, ann)];
    for (const name of ["*", `${room}*`, "a:b", "[a-z]", "?", ann]) {
      await a.invoke("Join", name);
      await b.invoke("Join", `${name}x`);
      await a.invoke("ToGroup", `${name}x`, "other");
      await next("group:other", b);
      await b.invoke("ToGroup", name, "same");
      await next("group:same", a);
    }
    await a.invoke("ToUser", ann, "x");
    await next("user:x", b);
    await b.invoke("ToGroup", ann, "last");
    await next("group:last", a);
  });

  check("streams go on in both directions, and the end of one is heard on the other server", async (clients) => {
    const [a, b] = [await here(clients), await elsewhere(clients)];
    await b.invoke("Join", "watchers");
    const name = randomUUID();
    const stream = a.stream("Endless", name);
    assert.equal(await stream.items.take(), 0);
    const upload = b.upload();
    const sum = b.invoke("Sum", upload);
    [1, 2, 3].forEach((i) => upload.next(i));
    upload.complete();
    assert.equal(await sum, 6);
    stream.cancel();
    while ((await b.stopped.take()) !== name);
  });

  check("messages of one client come in the order in which they were sent", async (clients) => {
    const [a, b] = [await here(clients), await elsewhere(clients)];
    const texts = Array.from({ length: 200 }, (_, i) => `${i}`);
    await Promise.all(texts.map((text) => a.invoke("ToOthers", text)));
    assert.deepEqual(
      await b.messages.takeSeveral(texts.length),
      texts.map((text) => `others:${text}`),
    );
    // The own server has delivered them, too: none reaches a client that connects from now on.
    await a.invoke("ToAll", "fence");
    await next("all:fence", a, b);
  });

  check("clients of the other hub protocol get the same messages", async (clients, { room }) => {
    const others = new Clients(second, ofOtherProtocol(variant));
    try {
      const [a, b] = [await here(clients), await others.connect()];
      await a.invoke("ToOthers", UNICODE);
      await next(`others:${UNICODE}`, b);
      await a.invoke("Join", room);
      await b.invoke("ToGroup", room, UNICODE);
      await next(`group:${UNICODE}`, a);
    } finally {
      await others.close();
    }
  });
}
