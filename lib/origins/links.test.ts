import { expect, it } from "vitest";
import { linkNameFault, linkOfTemplate, templateFault } from "./links.ts";

const built = {
  origin: "core",
  type: "job-finished",
  id: 7,
  data: { package: "node", version: "1.2.3", release: "2017", job_id: "a/b c", count: 3, empty: "", deep: {} },
};

it.each([
  ["https://ci.example/jobs/{job_id}/log", "https://ci.example/jobs/a%2Fb%20c/log"],
  ["https://bldr.example/pkgs/{ident}", "https://bldr.example/pkgs/core/node/1.2.3/2017"],
  ["https://x.example/{origin}?n={count}&id={id}#{type}", "https://x.example/core?n=3&id=7#job-finished"],
  ["http://x.example", "http://x.example/"],
])("%s leads to %s", (template, address) => {
  expect(templateFault(template)).toBeUndefined();
  expect(linkOfTemplate(template, built)).toBe(address);
});

it.each(["missing", "empty", "deep", "constructor"])("there is no link where {%s} says nothing", (name) => {
  expect(linkOfTemplate(`https://x.example/{${name}}`, built)).toBeUndefined();
});

it.each([
  ["javascript:alert({id})", /http or https/],
  ["https://{origin}.example/", /host/],
  ["https://user:{id}@x.example/", /host/],
  ["https://x.example{id}", /host/],
  ["https://user@x.example/", /host/],
  ["https://x.example/{Job-Id}", /\{Job-Id\}/],
  ["https://x.example/{}", /no field/],
  ["https://x.example/{job_id", /no address/],
  ["https://x.example/a b", /no address/],
  ["https://[/{id}", /no address/],
  [`https://x.example/${"a".repeat(500)}`, /500/],
])("%j is refused", (template, why) => {
  expect(templateFault(template)).toMatch(why);
});

it("what a notification says can't lead anywhere else", () => {
  for (const value of ["//evil.example", "../..", "..", "@evil.example", "?x", "#", "\\\\evil", "\ud800"]) {
    const address = linkOfTemplate("https://ci.example/jobs/{job_id}/log", { ...built, data: { job_id: value } });
    const { host, pathname, search, hash } = new URL(address ?? "");
    expect([host, pathname.startsWith("/jobs/"), pathname.endsWith("/log"), search, hash]).toEqual([
      "ci.example",
      true,
      true,
      "",
      "",
    ]);
  }
});

it("a link has a name", () => {
  expect(linkNameFault("Build log")).toBeUndefined();
  for (const name of ["", " ", " log", "l".repeat(31), "a\nb"]) expect(linkNameFault(name)).toMatch(/30/);
});
