import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { folderOf } from "../.vitepress/project.mjs";
import { publish } from "../publish.mjs";

let top;
let site;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "nave-versions-"));
  site = mkdtempSync(join(tmpdir(), "nave-site-"));
});

afterEach(() => [top, site].forEach((folder) => rmSync(folder, { recursive: true })));

function built(files) {
  rmSync(site, { recursive: true });
  mkdirSync(site);
  Object.entries(files).forEach(([name, text]) => writeFileSync(join(site, name), text));
}

function read(...names) {
  return readFileSync(join(top, ...names), "utf8");
}

test("each minor release has a folder, and what is not released one in common", () => {
  assert.equal(folderOf("0.2.0"), "0.2");
  assert.equal(folderOf("1.10.3"), "1.10");
  assert.equal(folderOf("0.3.0-SNAPSHOT"), "main");
});

test("a patch takes the place of the release before it, and other versions stay", () => {
  built({ "index.html": "0.2.0", "gone.html": "0.2.0" });
  publish(site, top, "0.2.0");
  built({ "index.html": "0.3.0" });
  publish(site, top, "0.3.0");
  built({ "index.html": "0.2.1" });
  publish(site, top, "0.2.1");

  assert.equal(read("0.2", "index.html"), "0.2.1");
  assert.ok(!existsSync(join(top, "0.2", "gone.html")));
  assert.equal(read("0.3", "index.html"), "0.3.0");
});

test("the list has the newest release first, and the top leads to it", () => {
  built({ "index.html": "" });
  writeFileSync(join(top, "CNAME"), "nave.example");
  for (const version of ["0.10.0", "0.9.0", "0.11.0-SNAPSHOT", "1.0.0"]) {
    publish(site, top, version);
  }

  const links = [...read("versions.html").matchAll(/href="([^"]+)"/g)].map(([, target]) => target);
  assert.deepEqual(links, ["1.0/", "0.10/", "0.9/", "main/"]);
  assert.match(read("index.html"), /url=1\.0\/"/);
  assert.equal(read("CNAME"), "nave.example");
});

test("before the first release the top leads to what is not released", () => {
  built({ "index.html": "" });

  assert.deepEqual(publish(site, top, "0.2.0-SNAPSHOT"), ["main"]);
  assert.match(read("index.html"), /url=main\/"/);
});

test("without a built site nothing is replaced", () => {
  built({ "index.html": "old" });
  publish(site, top, "0.2.0");
  built({});

  assert.throws(() => publish(site, top, "0.2.0"), /build it first/);
  assert.equal(read("0.2", "index.html"), "old");
});

test("the path of a version is below the address of all", () => {
  const script = 'import("./.vitepress/project.mjs").then((p) => console.log(p.base, p.folderOf(p.version)))';
  const env = { ...process.env, NAVE_SITE_URL: "https://example.org/nave/" };
  const [path, folder] = execFileSync(process.execPath, ["-e", script], { env, encoding: "utf8" }).trim().split(" ");

  assert.equal(path, `/nave/${folder}/`);
});
