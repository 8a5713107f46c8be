import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

interface Locked {
  /** What is installed there, where that is another package than the folder says. */
  name?: string;
  version?: string;
  engines?: { node?: string };
  optional?: boolean;
  resolved?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  link?: boolean;
  inBundle?: boolean;
}

interface Manifest {
  engines: { node: string };
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}

const read = async (name: string) => readFile(new URL(`../${name}`, import.meta.url), "utf8");
const manifest = JSON.parse(await read("package.json")) as Manifest;
const lockedIn = async (file: string) =>
  (JSON.parse(await read(file)) as { packages: Record<string, Locked> }).packages;
const packages = await lockedIn("package-lock.json");
const besideThem = await Promise.all(
  ["scripts/node", "scripts/generate"].map((at) => lockedIn(`${at}/package-lock.json`)),
);
const namedIn = (locked: Record<string, Locked>) => Object.entries(locked).filter(([folder]) => folder !== "");
const installed = namedIn(packages);

/** Licences under which we may run and pass on what others wrote. */
const allowed = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "CC-BY-4.0",
  "Unlicense",
]);
/** Under the MPL, which asks that their own files, should somebody change them, stay open: nobody does. The first is only built with. */
const besides = /^node_modules\/(lightningcss(-[\w-]+)?|web-push)$/;

/** Reads an SPDX expression without nesting: all parts of AND, or one of OR. */
function isAllowed(expression: string): boolean {
  const plain = expression.replace(/[()]/g, "");
  return plain.includes(" OR ")
    ? plain.split(" OR ").some((one) => allowed.has(one))
    : plain.split(" AND ").every((one) => allowed.has(one));
}

type Version = [major: number, minor: number, patch: number];

function versionOf(text: string): Version {
  const [, major = 0, minor = 0, patch = 0] = (/(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text) ?? []).map(Number);
  return [major, minor || 0, patch || 0];
}

/** Whether a range of `engines` (parts joined by `||`, each `>=1.2`, `^1.2`, `1.x` or `*`) takes a version. */
function takes(range: string, [major, minor, patch]: Version): boolean {
  return range.split("||").some((part) => {
    const [least, second, third] = versionOf(part);
    const atLeast = major - least || minor - second || patch - third;
    return /^\s*\*/.test(part) || (atLeast >= 0 && (/^\s*>/.test(part) || major === least));
  });
}

describe("dependencies", () => {
  it("of the running application have licences that are allowed", () => {
    const wrong = installed
      .filter(([folder, { dev, license = "none" }]) => !dev && !isAllowed(license) && !besides.test(folder))
      .map(([folder, { license }]) => `${folder}: ${license ?? "none"}`);
    expect(wrong).toEqual([]);
    expect(installed.filter(([, { dev }]) => !dev).length).toBeGreaterThan(100);
  });

  it("come from the npm registry, each with the hash of what was looked at", () => {
    const wrong = [packages, ...besideThem].flatMap((locked) =>
      namedIn(locked)
        .filter(([, { resolved = "", integrity = "", link, inBundle }]) => {
          if (link || inBundle) return false; // what a package brings inside itself has that one's hash
          return !(resolved.startsWith("https://registry.npmjs.org/") && integrity.startsWith("sha512-"));
        })
        .map(([folder]) => folder),
    );
    expect(wrong).toEqual([]);
  });

  it("run on the oldest Node.js that package.json asks for, and no image library is among them", () => {
    const oldest = versionOf(manifest.engines.node);
    const wrong = installed
      .filter(([, { engines, optional }]) => !optional && engines?.node && !takes(engines.node, oldest))
      .map(([folder, { engines }]) => `${folder}: ${engines?.node}`);
    expect(wrong).toEqual([]);
    const images = installed.filter(([folder, { name }]) =>
      /(^|node_modules\/)(sharp|@img\/[^/]+)$/.test(name ?? folder),
    );
    expect(images).toEqual([]);
  });

  it("are pinned to one version each, except types alone", () => {
    const all = Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    });
    expect(all.filter(([name, version]) => !/^\d/.test(version) && !name.startsWith("@types/"))).toEqual([]);
  });

  it("each have a reason in docs/dependencies.md, and nothing else has", async () => {
    const named = [...(await read("docs/dependencies.md")).matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    const direct = [
      ...Object.keys(manifest.dependencies),
      ...Object.keys(manifest.devDependencies),
      ...new Set(Object.keys(manifest.optionalDependencies).map((name) => name.replace(/\/.*/, "/*"))),
    ];
    expect(named.sort()).toEqual(direct.sort());
  });
});
