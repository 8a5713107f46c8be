import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { version } from "#lib/version.ts";

const read = (file: string) => readFileSync(`deploy/helm/belfry/${file}`, "utf8");

test("the chart is for this version", () => {
  const chart = read("Chart.yaml");
  expect(/^appVersion: (.+)$/m.exec(chart)?.[1]).toBe(version);
  expect(/^version: (.+)$/m.exec(chart)?.[1]).toBe(version);
});

test("every setting that the chart gives is one that Belfry has", () => {
  const given = [...read("templates/deployment.yaml").matchAll(/name: ([A-Z][A-Z_]+)/g)].map(([, name = ""]) => name);
  const documented = readFileSync("docs/configuration.md", "utf8");
  // Of Kubernetes alone, which puts it into the database's address.
  const settings = given.filter((name) => name !== "POSTGRES_PASSWORD");
  expect(settings.length).toBeGreaterThan(8);
  expect(settings.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
});

test("the page about it names each of its files of values", () => {
  const page = readFileSync("docs/deploy-kubernetes.md", "utf8");
  const files = globSync("deploy/helm/values/*.yaml");
  expect(files.filter((file) => !page.includes(file))).toEqual([]);
});
