import { expect, it } from "vitest";
import { z } from "zod";
import { deprecationHeaders } from "./deprecation.ts";
import { endpoint } from "./endpoint.ts";
import { openApiDocument } from "./openapi/document.ts";

const declared = endpoint({
  method: "get",
  path: "/api/old",
  summary: "What there was",
  guard: "known",
  answers: { 200: { description: "It", body: z.strictObject({ status: z.literal("ok") }).meta({ id: "Health" }) } },
  deprecated: {
    since: new Date("2027-01-31T00:00:00Z"),
    ends: new Date("2027-07-31T00:00:00Z"),
    instead: "`GET /api/new`",
  },
});

it("an endpoint that is deprecated says so in every answer, and when it ends", () => {
  expect(deprecationHeaders(declared)).toEqual({
    Deprecation: "@1801353600",
    Sunset: "Sat, 31 Jul 2027 00:00:00 GMT",
  });
  expect(deprecationHeaders({})).toEqual({});
});

it("the document says it too, and what to use instead", () => {
  const { paths } = openApiDocument("", [{ tag: "Inbox", operationId: "old", declared }]) as {
    paths: { "/api/old": { get: { responses: Record<string, { headers: object }> } } };
  };
  const { get } = paths["/api/old"];
  expect(get).toMatchObject({
    deprecated: true,
    description:
      "Deprecated since 2027-01-31, and there until 2027-07-31 at the least. Instead: `GET /api/new`\n\nAny scope.",
  });
  for (const { headers } of Object.values(get.responses))
    expect(headers).toMatchObject({ Deprecation: {}, Sunset: {} });
});
