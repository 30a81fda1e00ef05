import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { createMarkdownRenderer, disposeMdItInstance } from "vitepress";
import { checkLinks, copyServed, rewriteLinks, slugOf } from "../.vitepress/links.mjs";

let top;

beforeEach(() => (top = mkdtempSync(join(tmpdir(), "nave-site-"))));

afterEach(() => rmSync(top, { recursive: true }));

function write(files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(top, name, ".."), { recursive: true });
    writeFileSync(join(top, name), text);
  }
}

async function rendered(page, text, addressOf = () => undefined, served = new Set()) {
  const docs = join(top, "docs");
  const titleOf = () => "Its title";
  const serve = (file) => served.add(file);
  const config = (markdown) => rewriteLinks(markdown, { docs, addressOf, titleOf, serve });
  disposeMdItInstance(); // There is one at a time, with the first configuration.
  const markdown = await createMarkdownRenderer(docs, { config });
  return markdown.renderInline(text, { path: join(docs, page), relativePath: page });
}

test("headings have the anchors that the repository gives them", () => {
  assert.equal(slugOf("Of hubs: `HubOptions`"), "of-hubs-huboptions");
  assert.equal(slugOf("Start and stop"), "start-and-stop");
  assert.equal(slugOf("max_bytes -- a limit"), "max_bytes----a-limit");
});

test("links between pages stay, and names of pages become titles", async () => {
  write({ "docs/hubs.md": "", "docs/README.md": "", "docs/decisions/0002-b.md": "", "docs/decisions/0001-a.md": "" });

  assert.equal(await rendered("a.md", "[hubs.md](hubs.md#x)"), '<a href="./hubs.html#x">Its title</a>');
  assert.equal(await rendered("decisions/0001-a.md", "[hubs](../hubs.md)"), '<a href="./../hubs.html">hubs</a>');
  assert.equal(await rendered("hubs.md", "[all](README.md)"), '<a href="./">all</a>');
  assert.equal(await rendered("hubs.md", "[why](decisions/)"), '<a href="./decisions/0001-a.html">why</a>');
  assert.equal(await rendered("hubs.md", "[a](#b)"), '<a href="#b">a</a>');
});

test("links to other files lead to the repository, or nowhere if it is unknown", async () => {
  write({ "CONTRIBUTING.md": "" });
  const link = "[*how* to](../CONTRIBUTING.md#the-api)";

  assert.match(
    await rendered("a.md", link, (file) => "https://git.example/" + file.slice(top.length + 1)),
    /^<a href="https:\/\/git\.example\/CONTRIBUTING\.md#the-api"[^>]*><em>how<\/em> to<\/a>$/,
  );
  assert.equal(await rendered("a.md", link), "<span><em>how</em> to</span>");
});

test("files beside the pages are copied with them", async () => {
  write({ "docs/monitoring/rules.yml": "rules" });
  const served = new Set();

  await rendered("a.md", "[rules](monitoring/rules.yml)", undefined, served);
  copyServed(served, join(top, "docs"), join(top, "site"));

  assert.deepEqual([...served], [join(top, "docs/monitoring/rules.yml")]);
  assert.equal(readFileSync(join(top, "site/monitoring/rules.yml"), "utf8"), "rules");
});

test("a link to a file that does not exist names page and link", async () => {
  await assert.rejects( rendered("a.md", "[b](b.md#c)"), /a\.md: b\.md#c: there is no .*b\.md/);
});

test("a link of the site to what is not there names page and link", () => {
  write({
    "site/index.html": '<a href="/v1/a.html"></a>',
    "site/a.html": '<h2 id="x"></h2><a href="#x"></a><a href="/v1/b.html#y"></a><a href="https://z/#w"></a>',
    "site/b.html": '<h2 id="y"></h2><a href="./a.html#x"></a><a href="./"></a><a href="rules.yml"></a>',
    "site/rules.yml": "",
  });
  checkLinks(join(top, "site"), "/v1/");

  write({ "site/c.html": '<a href="/v1/a.html#y"></a><a href="d.html"></a><a href="/a.html"></a>' });
  assert.throws(
    () => checkLinks(join(top, "site"), "/v1/"),
    /\/v1\/c\.html: \/v1\/a\.html#y\n\/v1\/c\.html: d\.html\n\/v1\/c\.html: \/a\.html$/,
  );
});
