import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { sidebarOf, titleOf } from "./index-page.mjs";
import { checkLinks, copyServed, rewriteLinks, slugOf } from "./links.mjs";
import { addressOf, allVersions, base, docs, repository, version } from "./project.mjs";

/** Files of docs that are no pages, and to which pages link. */
const served = new Set();

const vue = fileURLToPath(new URL("../node_modules/vue", import.meta.url));

/** The site of docs/, whose pages are taken as they are. */
export default defineConfig({
  title: "Nave",
  description: "A real-time hub server library for Java that speaks the SignalR protocol",
  lang: "en",
  srcDir: docs,
  base,
  rewrites: { "README.md": "index.md" },
  markdown: {
    anchor: { slugify: slugOf },
    config: (markdown) => rewriteLinks(markdown, { docs, addressOf, titleOf, serve: (file) => served.add(file) }),
  },
  themeConfig: {
    nav: [
      { text: version, link: "/versions" },
      ...(allVersions ? [{ text: "Other versions", link: `${allVersions}versions.html`, target: "_self" }] : []),
    ],
    sidebar: sidebarOf(docs),
    outline: [2, 3],
    search: { provider: "local" },
    footer: { message: `Nave ${version}, Apache-2.0` },
    ...(repository && { socialLinks: [{ icon: "git", link: repository }] }),
  },
  vite: {
    // Pages are outside of this folder, so what they are compiled to would not find it.
    resolve: { alias: [{ find: /^vue(?=$|\/)/, replacement: vue }] },
  },
  buildEnd(site) {
    copyServed(served, docs, site.outDir);
    checkLinks(site.outDir, base);
  },
});
