import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { sidebarOf } from "../.vitepress/index-page.mjs";

let docs;

beforeEach(() => (docs = mkdtempSync(join(tmpdir(), "nave-site-"))));

afterEach(() => rmSync(docs, { recursive: true }));

test("the sidebar has the sections and the order of the index", () => {
  mkdirSync(join(docs, "decisions"));
  writeFileSync(join(docs, "hubs.md"), "\n# The `Hub`\n\n# Not this\n");
  writeFileSync(join(docs, "decisions/0002-b.md"), "# 2. B\n");
  writeFileSync(join(docs, "decisions/0001-a.md"), "# 1. A\n");
  const index = [
    "# Documentation",
    "- [before](hubs.md)",
    "## First",
    "| page | about |",
    "| --- | --- |",
    "| [hubs.md](hubs.md) | what [options](options.md) say |",
    "| [limits](architecture.md#limits) | bounds |",
    "See [elsewhere](elsewhere.md).",
    "## Without pages",
    "## Second",
    "- [decisions/](decisions), and why",
  ];
  writeFileSync(join(docs, "README.md"), index.join("\n"));

  assert.deepEqual(sidebarOf(docs), [
    {
      text: "First",
      items: [
        { text: "The Hub", link: "/hubs" },
        { text: "Limits", link: "/architecture#limits" },
      ],
    },
    {
      text: "Second",
      items: [
        {
          text: "Decisions",
          collapsed: true,
          items: [
            { text: "1. A", link: "/decisions/0001-a" },
            { text: "2. B", link: "/decisions/0002-b" },
          ],
        },
      ],
    },
  ]);
});

test("an index without pages is an error", () => {
  writeFileSync(join(docs, "README.md"), "# Documentation\n\nNothing.\n");

  assert.throws(() => sidebarOf(docs), /README\.md lists no pages/);
});
