import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { domains, ground } from "./layers.ts";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

describe("the domains of lib", () => {
  it("stand from the ground up: each imports from above it in the list alone", () => {
    const names = domains.map(({ name }) => name);
    for (const [n, { name, imports }] of domains.entries())
      expect([name, imports.filter((each) => !names.slice(0, n).includes(each))]).toEqual([name, []]);
  });

  it("are all the folders there are, and show files that there are", () => {
    const folders = readdirSync(new URL("lib/", import.meta.url), { withFileTypes: true }).filter((each) =>
      each.isDirectory(),
    );
    expect(folders.map(({ name }) => name).sort()).toEqual(domains.map(({ name }) => name).sort());
    const shown = [...ground, ...domains.flatMap(({ name, face }) => face.map((file) => `${name}/${file}`))];
    expect(shown.filter((file) => !existsSync(new URL(`lib/${file}.ts`, import.meta.url)))).toEqual([]);
  });

  it("are what the map shows", () => {
    const rows = domains.map(
      ({ name, what, imports }) => `| \`${name}/\` | ${what} | ${imports.map((each) => `\`${each}\``).join(", ")} |`,
    );
    const plain = (text: string) => text.replaceAll(/ +/g, " ");
    expect(plain(read("AGENTS.md"))).toContain(plain(rows.join("\n")));
  });
});
