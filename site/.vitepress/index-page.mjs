import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

const LINK = /\[([^\]]+)\]\(([^)]+)\)/;

/**
 * Returns the sidebar: the sections of docs/README.md and, in each, the first link of each row of its tables and of
 * each item of its lists. A folder becomes a group of its own, of all its pages.
 */
export function sidebarOf(docs) {
  const groups = [];
  for (const line of readFileSync(join(docs, "README.md"), "utf8").split("\n")) {
    const link = /^(\||- |\* )/.test(line) && line.match(LINK);
    if (line.startsWith("## ")) {
      groups.push({ text: line.slice("## ".length), items: [] });
    } else if (link && groups.length > 0) {
      groups.at(-1).items.push(itemOf(docs, link[1], link[2]));
    }
  }
  const full = groups.filter((group) => group.items.length > 0);
  if (full.length === 0) {
    throw new Error("docs/README.md lists no pages: there are no links in tables or lists below a heading of level 2");
  }
  return full;
}

function itemOf(docs, text, target) {
  if (!/\.md(#|$)/.test(target)) {
    return { text: capitalized(text.replace(/\/$/, "")), collapsed: true, items: pagesOf(docs, target) };
  }
  const link = "/" + target.replace(/\.md(?=#|$)/, "");
  return { text: text === target ? titleOf(join(docs, target)) : capitalized(text), link };
}

function pagesOf(docs, folder) {
  return readdirSync(join(docs, folder))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => ({
      text: titleOf(join(docs, folder, name)),
      link: join("/", folder, basename(name, ".md")),
    }));
}

/** Returns the title of a page: its heading of level 1. */
export function titleOf(file) {
  const heading = readFileSync(file, "utf8").match(/^# (.+)$/m);
  if (!heading) {
    throw new Error(`${file} has no heading of level 1`);
  }
  return heading[1].replaceAll("`", "");
}

function capitalized(text) {
  return text[0].toUpperCase() + text.slice(1);
}
