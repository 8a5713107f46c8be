import { copyFileSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { builtPath } from "#lib/env.ts";
import { packQuickly } from "./pack.ts";

const standIn = new RegExp(String.raw`(\\*)${builtPath}`, "g");

/**
 * What the build made of a file, with the path where it is mounted in the place of the one that stands for it. In a
 * pattern its slashes are escaped as the first one was.
 */
export function mounted(text: string, at: string): string {
  return text.replace(standIn, (_, escape: string) => at.replaceAll("/", `${escape}/`));
}

/** Next.js sends a path with a slash at its end to the one without; at a host's root that would be the root itself. */
function mountedRoutes(text: string, at: string): string {
  const { redirects, ...routes } = JSON.parse(mounted(text, at)) as { redirects: { source: string }[] };
  return JSON.stringify({ ...routes, redirects: redirects.filter(({ source }) => source !== "/") });
}

/** What only the build itself and its readers need. */
const left = /^(cache|dev|diagnostics|standalone|types|trace.*|turbopack|.*\.map|.*\.nft\.json)$/;

/** Copies a folder of the build. What it links to is linked, as packages are. */
export function copyMounted(from: string, to: string, at: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (left.test(entry.name)) continue;
    const [source, copy] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyMounted(source, copy, at);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), copy);
    else copyFile(source, copy, at);
  }
}

function copyFile(source: string, copy: string, at: string): void {
  if (source.endsWith(".br")) return copyPacked(source, copy, at);
  const bytes = readFileSync(source);
  if (path.basename(source) === "routes-manifest.json") writeFileSync(copy, mountedRoutes(bytes.toString(), at));
  else if (bytes.includes(builtPath)) writeFileSync(copy, mounted(bytes.toString(), at));
  else copyFileSync(source, copy);
}

/** The build has packed it for a host's root; one that has the path in it is packed anew for another. */
function copyPacked(source: string, copy: string, at: string): void {
  const plain = at === "" ? "" : readFileSync(source.slice(0, -".br".length), "utf8");
  if (plain.includes(builtPath)) writeFileSync(copy, packQuickly(mounted(plain, at)));
  else copyFileSync(source, copy);
}
