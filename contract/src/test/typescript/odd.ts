// Plays the methods of a hub whose types and names are hard to write in TypeScript.
import assert from "node:assert/strict";
import * as signalR from "@microsoft/signalr";
import {
  Color,
  oddTypesHub,
  oddTypesHubPath,
  type Maps,
  type Optionals,
} from "./generated/odd/odd-types-hub.js";
import { same } from "./inbox.js";

const connection = new signalR.HubConnectionBuilder()
  .withUrl(process.argv[2] + oddTypesHubPath)
  .configureLogging(signalR.LogLevel.None)
  .build();
const hub = oddTypesHub(connection);
await connection.start();

await same(null, hub.invoke.maybe);
await same("text", hub.invoke.maybe);
await same({ held: null }, hub.invoke.hold);
await same({ held: "it" }, hub.invoke.hold);
assert.deepEqual(await hub.invoke.tree(3), [[[[]]]]);
const word = { function: "f", delete: 1, in: true, constructor: "c" };
await same(word, hub.invoke.keyword);
const maps: Maps = { byEnum: { GREEN: 1 }, byNumber: { 7: "seven" }, lists: { all: [word] } };
await same(maps, hub.invoke.maps);
const optionals: Optionals = { list: ["a", null], items: [1, null], maps };
await same(optionals, hub.invoke.optionals);
await same({ list: null, items: [], maps: null }, hub.invoke.optionals);
await same({ items: [{ items: [{ a: [Color.GREEN] }] }] }, hub.invoke.nested);

await same("a", hub.invoke.toString);
await same("b", hub.invoke["constructor"]);
await same("c", hub.invoke["__proto__"]);
await same("d", hub.invoke.$dollar$);
await same("e", hub.invoke['say "hi" \\ */ größe `${1}`']);

await connection.stop();
console.log("played odd");
