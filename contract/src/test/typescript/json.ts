// Plays every method of the hub over the JSON protocol.
import assert from "node:assert/strict";
import * as signalR from "@microsoft/signalr";
import {
  Color,
  everyKindHub,
  everyKindHubPath,
  type Account,
  type Holders,
  type Numbers,
  type Point,
  type Shape,
  type Texts,
  type Times,
} from "./generated/json/every-kind-hub.js";
import { all, deferred, refused, same } from "./inbox.js";

const connection = new signalR.HubConnectionBuilder()
  .withUrl(process.argv[2] + everyKindHubPath)
  .configureLogging(signalR.LogLevel.None)
  .build();
const hub = everyKindHub(connection);

const numbers: Numbers = {
  truth: true,
  small: -128,
  shorter: 32767,
  number: 2147483647,
  longer: 9007199254740991,
  single: 0.5,
  precise: 0.1,
  huge: 12345678901,
  exact: 1.25,
  asText: "9223372036854775807",
};
const texts: Texts = {
  letter: "x",
  text: "täxt",
  id: "0b7ae2d6-7d10-4f4b-9f3c-0d6a1a1f5a11",
  link: "https://nave.example/a",
  bytes: "AQID",
  color: Color.GREEN,
  level: "high",
};
const times: Times = {
  instant: "2026-11-05T12:34:56.789Z",
  offset: "2026-11-05T12:34:56+02:00",
  local: "2026-11-05T12:34:56",
  date: "2026-11-05",
  time: "12:34:56.5",
  length: "PT1.5S",
  period: "P1Y2M3D",
  year: 2026,
};
const holders: Holders = {
  optional: null,
  optionalNumber: 7,
  nullable: null,
  list: [1, null],
  array: [1, 2],
  map: { here: { x: 1, y: 2 } },
  byColor: { RED: ["a"] },
  page: { items: [{ x: 1, y: 2 }], next: { items: [], next: null } },
  anything: { free: [true] },
};
const circle: Shape = { kind: "circle", center: { x: 1, y: 2 }, radius: 0.5 };

await connection.start();

await same(numbers, hub.invoke.numbers);
await same(texts, hub.invoke.texts);
await same(times, hub.invoke.times);
await same(holders, hub.invoke.holders);
await same("12.50", hub.invoke.money);
await same({ always: 1 }, hub.invoke.sparse);
await same({ maybe: "so", always: 1 }, hub.invoke.sparse);
await same({ x: 1, y: 2, label: "here" }, hub.invoke.flat);
await same({}, hub.invoke.empty);
await same(null, hub.invoke.maybe);

const account: Account = await hub.invoke.account({ "user-name": "ann", password: "secret" });
assert.deepEqual(account, { "user-name": "ann", logins: 1 });

const shapes: Shape[] = await hub.invoke.shapes({ kind: "group", shapes: [circle] });
for (const shape of shapes) {
  assert.equal(shape.kind === "group" && shape.shapes[0]?.kind, "circle");
}
assert.deepEqual(await hub.invoke.page([{ x: 1, y: 2 }]), {
  items: [{ x: 1, y: 2 }],
  next: null,
});

assert.equal(await hub.invoke["with-dash"](1, "f"), null);
await hub.send["with-dash"](1, "f");
await refused(hub.invoke.restricted());

assert.deepEqual(await all<number>(hub.stream.count(3)), [1, 2, 3]);
assert.deepEqual(await all<Point>(hub.stream.shift(1, [{ x: 1, y: 2 }])), [{ x: 2, y: 2 }]);

const upload = new signalR.Subject<number>();
const sum: Promise<number> = hub.invoke.sum(upload);
upload.next(1);
upload.next(2);
upload.complete();
assert.equal(await sum, 3);

const moved = deferred<[Point, Times]>();
const told = deferred<Shape>();
const onTold = (shape: Shape) => told.resolve(shape);
hub.on.moved((to, when) => moved.resolve([to, when]));
hub.on.told(onTold);
await hub.invoke.callBack({ x: 1, y: 2 }, times, circle);
assert.deepEqual(await moved.promise, [{ x: 1, y: 2 }, times]);
assert.deepEqual(await told.promise, circle);
hub.off.told(onTold);
hub.off.moved();

hub.on["ask-shape"]((around) => ({ kind: "circle", center: around, radius: 2 }));
assert.deepEqual(await hub.invoke.ask({ x: 3, y: 4 }), {
  kind: "circle",
  center: { x: 3, y: 4 },
  radius: 2,
});

await connection.stop();
console.log("played json");
