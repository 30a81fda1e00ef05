import { cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

/** Returns the id that a heading has in the repository's view of a page, so that one anchor serves both. */
export function slugOf(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");
}

/**
 * Lets links of pages lead to where their files are: those of docs to the site, others to the repository, or nowhere
 * while its address is not known. The text of a link that only repeats the name of a page becomes its title. A link to
 * a file that does not exist fails the build.
 */
export function rewriteLinks(markdown, { docs, addressOf, titleOf, serve }) {
  markdown.core.ruler.push("links-of-the-repository", (state) => {
    const page = state.env.realPath ?? state.env.path;
    for (const { children } of state.tokens.filter((token) => token.type === "inline")) {
      children.forEach((token, i) => {
        const href = token.type === "link_open" ? token.attrGet("href") : null;
        if (href && !/^([a-z]+:|#|\/)/.test(href)) {
          rewrite(page, children, i, href);
        }
      });
    }
  });

  function rewrite(page, tokens, i, href) {
    const [path, anchor] = href.split("#", 2);
    const file = fileOf(resolve(dirname(page), decodeURI(path)), `${page}: ${href}`);
    const address = addressFrom(page, file);
    if (address) {
      tokens[i].attrSet("href", anchor ? `${address}#${anchor}` : address);
    } else {
      tokens[i].tag = closingOf(tokens, i).tag = "span";
      tokens[i].attrs = [];
    }
    if (isPage(file) && tokens[i + 1].content === basename(file)) {
      tokens[i + 1].content = titleOf(file);
    }
  }

  function addressFrom(page, file) {
    if (!isInside(docs, file) || statSync(file).isDirectory()) {
      return addressOf(file);
    }
    if (!isPage(file)) {
      serve(file);
    }
    return relative(dirname(page), file).replace(/(^|\/)README\.md$/, "$1index.md");
  }

  function isPage(file) {
    return file.endsWith(".md") && isInside(docs, file);
  }
}

/** Copies files that pages link to beside the pages. */
export function copyServed(files, docs, folder) {
  for (const file of files) {
    cpSync(file, join(folder, relative(docs, file)));
  }
}

/** Returns the file, or of a folder its first page; throws if there is neither. */
function fileOf(file, where) {
  if (!existsSync(file)) {
    throw new Error(`${where}: there is no ${file}`);
  }
  if (!statSync(file).isDirectory()) {
    return file;
  }
  const pages = readdirSync(file).filter((name) => name.endsWith(".md")).sort();
  return pages.length === 0 ? file : join(file, pages.includes("README.md") ? "README.md" : pages[0]);
}

function isInside(folder, file) {
  return !relative(folder, file).startsWith("..");
}

function closingOf(tokens, i) {
  return tokens.slice(i).find((token) => token.type === "link_close" && token.level === tokens[i].level);
}

/** Fails if a link of the built site, one of the sidebar for example, leads to a file or an anchor that is not there. */
export function checkLinks(folder, base) {
  const files = readdirSync(folder, { recursive: true }).map((name) => name.replaceAll("\\", "/"));
  const pages = new Map();
  for (const name of files.filter((each) => each.endsWith(".html"))) {
    pages.set(base + name, readFileSync(join(folder, name), "utf8"));
  }
  const targets = new Map(files.map((name) => [base + name, undefined]));
  pages.forEach((html, page) => targets.set(page, new Set(valuesOf(html, "id"))));
  let checked = 0;
  const broken = [];
  for (const [page, html] of pages) {
    for (const href of valuesOf(html, "href")) {
      const target = new URL(href, "site:" + page);
      if (target.protocol === "site:") {
        checked++;
        const path = target.pathname.replace(/\/$/, "/index.html");
        const anchor = decodeURIComponent(target.hash.slice(1));
        if (!targets.has(path) || (anchor && !targets.get(path)?.has(anchor))) {
          broken.push(`${page}: ${href}`);
        }
      }
    }
  }
  if (broken.length > 0) {
    throw new Error(`links to files or anchors that are not there:\n${broken.join("\n")}`);
  }
  console.log(`${checked} links checked in ${pages.size} pages`);
}

function valuesOf(html, attribute) {
  return [...html.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, "g"))].map(([, value]) =>
    value.replaceAll("&amp;", "&"),
  );
}
