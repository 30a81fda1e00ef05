/**
 * Puts the site that was built among those of other versions: `node site/publish.mjs FOLDER`. FOLDER is what a server of
 * files shows at NAVE_SITE_URL.
 */
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { folderOf, version } from "./.vitepress/project.mjs";

const built = fileURLToPath(new URL(".vitepress/dist", import.meta.url));

/**
 * Replaces what is there of this version, or of an earlier patch of it, and writes the two pages at the top: the list of
 * versions, and one that leads to the newest. Returns the folders of all versions, the newest release first.
 */
export function publish(site, top, aVersion) {
  if (!existsSync(join(site, "index.html"))) {
    throw new Error(`there is no site in ${site}: build it first`);
  }
  const folder = join(top, folderOf(aVersion));
  rmSync(folder, { recursive: true, force: true });
  cpSync(site, folder, { recursive: true });
  const all = readdirSync(top)
    .filter((name) => /^(\d+\.\d+|main)$/.test(name))
    .sort(newestFirst);
  writeFileSync(join(top, ".nojekyll"), ""); // Names with "_" are files as others are.
  writeFileSync(join(top, "versions.html"), listOf(all));
  writeFileSync(join(top, "index.html"), leadingTo(all[0]));
  return all;
}

/** What is not released comes last. */
function newestFirst(one, other) {
  const [a, b] = [one, other].map((name) => (name === "main" ? [-1, 0] : name.split(".").map(Number)));
  return b[0] - a[0] || b[1] - a[1];
}

function listOf(folders) {
  const items = folders.map((name) => `<li><a href="${name}/">${name === "main" ? "main, not released" : name}</a></li>`);
  return page("", `<h1>Nave: versions of this site</h1>\n<ul>\n${items.join("\n")}\n</ul>`);
}

function leadingTo(folder) {
  const refresh = `<meta http-equiv="refresh" content="0; url=${folder}/">\n`;
  return page(refresh, `<p><a href="${folder}/">Nave ${folder}</a></p>`);
}

function page(head, body) {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Nave</title>
${head}<style>body { font: 1.1em/1.6 system-ui, sans-serif; margin: 3em auto; max-width: 30em; padding: 0 1em }</style>
${body}
</html>
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.length !== 3) {
    throw new Error("usage: node site/publish.mjs FOLDER");
  }
  console.log(`versions: ${publish(built, process.argv[2], version).join(", ")}`);
}
