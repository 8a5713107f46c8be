import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const read = async (name: string) => readFile(new URL(name, import.meta.url), "utf8");

test("the file that all icons are pointed at holds each, and nothing else", async () => {
  const [type = ""] = /export type IconName =[^;]+;/.exec(await read("icon.tsx")) ?? [];
  const named = [...type.matchAll(/"([a-z-]+)"/g)].map(([, name]) => name);
  const sheet = await read("icons.svg");
  const held = [
    ...sheet.matchAll(/<symbol id="([a-z-]+)" viewBox="0 0 24 24">(?:<[a-z]+(?: [a-z0-9]+="[^"]+")+\/>)+<\/symbol>/g),
  ];
  expect(named.length).toBeGreaterThan(40);
  expect(held.map(([, name]) => name)).toEqual(named);
  expect(sheet.match(/<symbol/g)).toHaveLength(named.length);
});
