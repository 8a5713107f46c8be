/** What a program does with the generated types: every kind of request, without a cast. `node program.ts ORIGIN` */
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.d.ts";

type Schemas = components["schemas"];
type Notification = Schemas["Notification"];
type Known = Schemas["KnownNotification"];

/** All of the seven, or this does not compile. */
const known = {
  "job-scheduled": true,
  "job-started": true,
  "job-finished": true,
  "package-uploaded": true,
  "package-promoted": true,
  "package-demoted": true,
  "dep-promoted": true,
} satisfies Record<Known["type"], true>;
const isKnown = (one: Notification): one is Known => one.type in known;

function wordsOf(one: Notification): string {
  if (!isKnown(one)) return `${one.type}: ${String(one.data["title"])}`;
  switch (one.type) {
    case "job-finished":
      return `${one.data.package} ${one.data.version}: ${one.data.status}`;
    case "dep-promoted":
      return `${one.data.package} for ${one.data.dependent.origin}`;
    case "package-promoted":
    case "package-demoted":
    case "package-uploaded":
      return `${one.data.package} in ${one.data.channel}`;
    case "job-scheduled":
    case "job-started":
      return one.data.package;
  }
}

const [origin = "core"] = process.argv.slice(2);
const { BELFRY_URL: baseUrl = "", BELFRY_TOKEN: token = "" } = process.env;
const belfry = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

/** What was answered. @throws Error with what Belfry says */
function answered<T>({ data, error }: { data?: T; error?: Schemas["Problem"] }): T {
  if (data === undefined) throw new Error(error?.detail ?? "no answer");
  return data;
}

const release = { package: "core/node", version: "24.2.0", release: "20261115175800" };
const job = { ...release, group_id: "1", job_id: "2", source: "vcs:github", status: "Complete" };
const made = answered(
  await belfry.POST("/notifications", {
    body: [
      { type: "job-finished", origin, data: job },
      { type: "release", origin, category: "success", data: { title: "42 is out" } },
    ],
  }),
);
assert(Array.isArray(made));
const [first = { id: 0 }, second = { id: 0 }] = made;

const all = await belfry.GET("/notifications", { params: { query: { unread: true, limit: 1 } } });
assert.deepEqual(
  answered(all).flatMap(({ notifications }) => notifications.map(wordsOf)),
  ["release: 42 is out"],
);
const polled = await belfry.GET("/notifications", {
  params: { query: { unread: true, limit: 1 }, header: { "if-none-match": all.response.headers.get("etag") ?? "" } },
});
assert.equal(polled.response.status, 304);
assert(Number(polled.response.headers.get("x-poll-interval")) > 0);
assert.match(all.response.headers.get("link") ?? "", /before=/);
const before = answered(await belfry.GET("/notifications", { params: { query: { before: second.id, limit: 1 } } }));
assert.deepEqual(
  before.flatMap(({ notifications }) => notifications.map(wordsOf)),
  ["core/node 24.2.0: Complete"],
);
const [page = {}] = [answered(await belfry.GET("/notifications/{origin}", { params: { path: { origin } } }))];
assert("total_count" in page && page.total_count === 2);

const since = all.response.headers.get("as-of") ?? "";
const third = answered(
  await belfry.POST("/notifications", { body: { type: "note", origin, data: { title: "later" } } }),
);
assert("id" in third);
const later = answered(await belfry.GET("/notifications", { params: { query: { since } } }));
assert.deepEqual(
  later.flatMap(({ notifications }) => notifications.map(({ id }) => id)),
  [third.id],
);

const path = { origin, id: first.id };
await belfry.PATCH("/notifications/{origin}/{id}", { params: { path }, body: { read: true } });
const one = answered(await belfry.GET("/notifications/{origin}/{id}", { params: { path } }));
assert.equal(one.read, true);

const cleared = await belfry.DELETE("/notifications/{origin}", {
  params: { path: { origin }, query: { as_of: since } },
});
assert.equal(cleared.response.headers.get("cleared-count"), "2");
const undone = await belfry.POST("/api/undo", { body: { token: cleared.response.headers.get("undo-token") ?? "" } });
assert.equal(undone.response.status, 204);

const sent = answered(
  await belfry.POST("/hub/api/notifications/broadcast", {
    params: { header: { prefer: "respond-async" } },
    body: { message: "42 is out", variant: "success" },
  }),
);
for (let state: Schemas["BroadcastState"] = sent.state; state !== "finished";) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  const asked = await belfry.GET("/hub/api/notifications/broadcast/{id}", { params: { path: { id: sent.id } } });
  ({ state } = answered(asked));
  assert.notEqual(state, "failed");
}

const bad = await belfry.POST("/notifications", { body: { type: "Not A Type", origin, data: {} } });
assert.equal(bad.error?.errors?.[0]?.path, "type");

const { data: stream } = await belfry.GET("/api/stream", { params: { query: { as_of: since } }, parseAs: "stream" });
const seen = await firstOf(stream);
assert(seen.event === "notification" && seen.data.id === third.id, JSON.stringify(seen));
console.log("published, listed, polled, paged, cleared, brought back, broadcast and followed");

/** The first event of a stream of them. */
async function firstOf(body: ReadableStream<Uint8Array> | null | undefined): Promise<Schemas["StreamEvent"]> {
  let text = "";
  for await (const chunk of body ?? []) {
    text += new TextDecoder().decode(chunk);
    const whole = text.split("\n\n").find((block) => block.includes("data: "));
    if (whole === undefined || !text.includes("\n\n")) continue;
    const fields = new Map(
      whole.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
    );
    return JSON.parse(
      `{"id": ${JSON.stringify(fields.get("id"))}, "event": "${fields.get("event")}", "data": ${fields.get("data")}}`,
    );
  }
  throw new Error("the stream ended");
}
