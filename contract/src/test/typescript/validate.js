// Validates an AsyncAPI document against the official schema, and compiles the schema of each message in it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";

const document = parse(readFileSync(process.argv[2], "utf8"));
const official = createRequire(import.meta.url)("@asyncapi/specs/schemas/3.0.0.json");

// The official schema brings the schema of schemas with it.
const ajv = new Ajv.default({ strict: false, allErrors: true, meta: false, validateSchema: false });
addFormats.default(ajv);
if (!ajv.validate(official, document)) {
  console.error(JSON.stringify(ajv.errors.slice(0, 20), null, 2));
  process.exit(1);
}

/** Returns what a reference points to. */
function find(reference) {
  return reference
    .slice(2)
    .split("/")
    .reduce((part, key) => part[key] ?? fail("nothing is at " + reference), document);
}

function fail(message) {
  throw new Error(message);
}

const payloads = new Ajv.default({ strict: false });
addFormats.default(payloads);
let messages = 0;
for (const channel of Object.values(document.channels)) {
  for (const message of Object.values(channel.messages)) {
    payloads.compile({ ...message.payload, components: document.components });
    messages++;
  }
}
for (const operation of Object.values(document.operations)) {
  find(operation.channel.$ref);
  [...operation.messages, ...(operation.reply?.messages ?? [])].forEach((each) => find(each.$ref));
  (operation.security ?? []).forEach((each) => find(each.$ref));
}

/** Checks what a real message is by its schema. */
function check(name, message, isValid) {
  const schema = document.channels.EveryKindHub.messages[name].payload;
  const found = payloads.validate({ ...schema, components: document.components }, message);
  if (found !== isValid) {
    fail(`${JSON.stringify(message)} is ${found ? "" : "not "}a ${name}`);
  }
}

if (document.channels.EveryKindHub) {
  const circle = { kind: "circle", center: { x: 1, y: 2 }, radius: 0.5 };
  check("ask", { type: 1, target: "ask", arguments: [{ x: 1, y: 2 }] }, true);
  check("ask", { type: 1, target: "ask", arguments: [{ x: "1", y: 2 }] }, false);
  check("ask", { type: 1, target: "ask", arguments: [] }, false);
  check("ask.completion", { type: 3, invocationId: "1", result: circle }, true);
  check("ask.completion", { type: 3, invocationId: "1", result: { ...circle, kind: "x" } }, false);
  check("client.told", { type: 1, target: "told", arguments: [{ kind: "group", shapes: [circle] }] }, true);
  check("count", { type: 4, target: "count", arguments: [3], invocationId: "1" }, true);
  check("count.item", { type: 2, invocationId: "1", item: 1 }, true);
  check("sum", { type: 1, target: "sum", arguments: [], invocationId: "1", streamIds: ["2"] }, true);
  check("sum.numbers", { type: 2, invocationId: "2", item: 1 }, true);
  check("maybe.completion", { type: 3, invocationId: "1", result: null }, true);
}
console.log(`valid: ${Object.keys(document.operations).length} operations, ${messages} messages`);
