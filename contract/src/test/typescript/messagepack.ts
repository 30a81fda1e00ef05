// Plays the methods whose values are others over the MessagePack protocol.
import assert from "node:assert/strict";
import * as signalR from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";
import {
  everyKindHub,
  everyKindHubPath,
  type Account,
  type Holders,
  type Numbers,
  type Point,
  type Shape,
  type Texts,
  type Times,
} from "./generated/messagepack/every-kind-hub.js";
import { all, deferred, refused, same } from "./inbox.js";

const connection = new signalR.HubConnectionBuilder()
  .withUrl(process.argv[2] + everyKindHubPath)
  .withHubProtocol(new MessagePackHubProtocol())
  .configureLogging(signalR.LogLevel.None)
  .build();
const hub = everyKindHub(connection);

const numbers: Numbers = {
  Truth: true,
  Small: -128,
  Shorter: 32767,
  Number: 2147483647,
  Longer: 9007199254740991,
  Single: 0.5,
  Precise: 0.1,
  Huge: 12345678901,
  Exact: "1.25",
  AsText: "9223372036854775807",
};
const texts: Texts = {
  Letter: "x",
  Text: "täxt",
  Id: "0b7ae2d6-7d10-4f4b-9f3c-0d6a1a1f5a11",
  Link: "https://nave.example/a",
  Bytes: new Uint8Array([1, 2, 3]),
  Color: "GREEN",
  Level: "high",
};
const times: Times = {
  Instant: new Date("2026-11-05T12:34:56.789Z"),
  Offset: [new Date("2026-11-05T10:34:56Z"), 120],
  Local: new Date("2026-11-05T12:34:56Z"),
  Date: "2026-11-05",
  Time: "12:34:56.5",
  Length: 15000000,
  Period: "P1Y2M3D",
  Year: 2026,
};
const holders: Holders = {
  Optional: "there",
  OptionalNumber: null,
  Nullable: null,
  List: [1, null],
  Array: [1, 2],
  Map: { here: { X: 1, Y: 2 } },
  ByColor: { RED: ["a"] },
  Page: { Items: [{ X: 1, Y: 2 }], Next: { Items: [], Next: null } },
  Anything: { free: [true] },
};
const circle: Shape = { kind: "circle", Center: { X: 1, Y: 2 }, Radius: 0.5 };

await connection.start();

await same(numbers, hub.invoke.numbers);
const { Bytes: bytes, ...others } = await hub.invoke.texts(texts);
assert.deepEqual({ ...others, Bytes: new Uint8Array(bytes) }, texts);
assert.ok(bytes instanceof Uint8Array);
const back = await same(times, hub.invoke.times);
assert.ok(back.Instant instanceof Date);
await same(holders, hub.invoke.holders);
await same("12.50", hub.invoke.money);
await same({ Always: 1 }, hub.invoke.sparse);
await same({ X: 1, Y: 2, Label: "here" }, hub.invoke.flat);
await same({}, hub.invoke.empty);
await same(null, hub.invoke.maybe);

const account: Account = await hub.invoke.account({ "user-name": "ann", password: "secret" });
assert.deepEqual(account, { "user-name": "ann", Logins: 1 });

const shapes: Shape[] = await hub.invoke.shapes({ kind: "group", Shapes: [circle] });
for (const shape of shapes) {
  assert.equal(shape.kind === "group" && shape.Shapes[0]?.kind, "circle");
}
assert.deepEqual(await hub.invoke.page([{ X: 1, Y: 2 }]), {
  Items: [{ X: 1, Y: 2 }],
  Next: null,
});
await hub.invoke["with-dash"](1, "f");
await hub.send["with-dash"](1, "f");
await refused(hub.invoke.restricted());

assert.deepEqual(await all<number>(hub.stream.count(3)), [1, 2, 3]);
assert.deepEqual(await all<Point>(hub.stream.shift(1, [{ X: 1, Y: 2 }])), [{ X: 2, Y: 2 }]);

const upload = new signalR.Subject<number>();
const sum: Promise<number> = hub.invoke.sum(upload);
upload.next(1);
upload.next(2);
upload.complete();
assert.equal(await sum, 3);

const moved = deferred<[Point, Times]>();
const told = deferred<Shape>();
hub.on.moved((to, when) => moved.resolve([to, when]));
hub.on.told(told.resolve);
await hub.invoke.callBack({ X: 1, Y: 2 }, times, circle);
assert.deepEqual(await moved.promise, [{ X: 1, Y: 2 }, times]);
assert.deepEqual(await told.promise, circle);
hub.off.told();

hub.on["ask-shape"](async (around) => ({ kind: "circle", Center: around, Radius: 2 }));
assert.deepEqual(await hub.invoke.ask({ X: 3, Y: 4 }), {
  kind: "circle",
  Center: { X: 3, Y: 4 },
  Radius: 2,
});

await connection.stop();
console.log("played messagepack");
