import { readFileSync, statSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const top = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const pom = readFileSync(resolve(top, "pom.xml"), "utf8");

/** The folder of the pages. */
export const docs = resolve(top, "docs");

/** The version that the pages are about: that of the build. */
export const version = versionOf(pom);

/** Where readers find the repository, or undefined: NAVE_REPOSITORY, or the address of scm in pom.xml. */
export const repository = process.env.NAVE_REPOSITORY ?? pom.match(/<scm>[^]*?<url>([^<]+)<\/url>/)?.[1];

/** The address below which the sites of all versions are, with "/" at its end: NAVE_SITE_URL, or undefined. */
export const allVersions = process.env.NAVE_SITE_URL && checkedAddress(process.env.NAVE_SITE_URL);

/** The path at which the site is served: this version's below NAVE_SITE_URL, NAVE_SITE_BASE, or the top of its host. */
export const base = allVersions
  ? `${allVersions.pathname}${folderOf(version)}/`
  : checkedBase(process.env.NAVE_SITE_BASE ?? "/");

/** Returns the folder of a version among others: one for each minor release, and main for what is not released. */
export function folderOf(aVersion) {
  const release = aVersion.match(/^(\d+\.\d+)\.\d+$/);
  return release ? release[1] : "main";
}

/** Returns where readers find a file of the repository, as it was in this version; undefined if that is not known. */
export function addressOf(file) {
  if (!repository) {
    return undefined;
  }
  const revision = version.endsWith("-SNAPSHOT") ? "main" : `v${version}`;
  const kind = statSync(file).isDirectory() ? "tree" : "blob";
  return `${repository}/${kind}/${revision}/${relative(top, file).replaceAll("\\", "/")}`;
}

function versionOf(text) {
  const found = text.match(/<artifactId>nave-parent<\/artifactId>\s*<version>([^<]+)<\/version>/);
  if (!found) {
    throw new Error("pom.xml has no version behind <artifactId>nave-parent</artifactId>");
  }
  return found[1];
}

function checkedAddress(value) {
  if (!/^https?:\/\/.*\/$/.test(value)) {
    throw new Error(`NAVE_SITE_URL must begin with "https://" and end with "/" but was "${value}"`);
  }
  return new URL(value);
}

function checkedBase(value) {
  if (!/^\/(.*\/)?$/.test(value)) {
    throw new Error(`NAVE_SITE_BASE must begin and end with "/" but was "${value}"`);
  }
  return value;
}
