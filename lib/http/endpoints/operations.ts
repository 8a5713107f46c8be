import { z } from "zod";
import { endpoint } from "../endpoint.ts";

const state = z.enum(["ok", "failed"]);

export const healthz = endpoint({
  method: "get",
  path: "/healthz",
  summary: "Whether the process is alive",
  description: "It says nothing of the database; that is what `/readyz` is for.",
  guard: "anyone",
  answers: { 200: { description: "Alive", body: z.strictObject({ status: z.literal("ok") }).meta({ id: "Health" }) } },
});

const readiness = z
  .strictObject({
    status: state,
    database: z
      .enum(["ok", "full", "failed"])
      .describe("`full`: in the last minute something could not be written for want of disk; what is there is read"),
    migrations: state,
    worker: state,
    hub: z
      .enum(["ok", "failed", "off"])
      .describe("How it answered the last time; `off` without one. Requests are served whether it does or not"),
    version: z.string().describe("Which Belfry this is"),
  })
  .meta({ id: "Readiness" });

export const readyz = endpoint({
  method: "get",
  path: "/readyz",
  summary: "Whether requests can be served",
  description: "The database takes writes, the migrations are in, the worker takes jobs.",
  guard: "anyone",
  answers: {
    200: { description: "Ready", body: readiness },
    503: { description: "Not ready", body: readiness, type: "application/json" },
  },
});

export const metrics = endpoint({
  method: "get",
  path: "/metrics",
  summary: "What this instance counts, in the text format of Prometheus",
  description:
    "Also with the token in METRICS_TOKEN, which is good for nothing else. With METRICS_OPEN=true nobody is asked who they are on the machine itself, at a loopback address or localhost, unless the request shows that a proxy passed it on. Each instance tells its own; what lies in the database all of them tell alike.",
  guard: "admin",
  answers: { 200: { description: "The metrics", type: "text/plain" } },
});
