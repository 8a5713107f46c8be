import { expect, test } from "vitest";
import { explain } from "./explain.ts";

const url = "http://jupyterlab-ann:8888/user/ann/ingest";

test.each([
  [{ httpStatus: undefined, reason: "ENOTFOUND", durationMs: null }, "ENOTFOUND jupyterlab-ann"],
  [{ httpStatus: undefined, reason: "ECONNREFUSED", durationMs: null }, "ECONNREFUSED jupyterlab-ann:8888"],
  [{ httpStatus: undefined, reason: "timeout", durationMs: null }, "no connection to jupyterlab-ann:8888 in time"],
  [{ httpStatus: undefined, reason: "timeout", durationMs: 5000 }, "no answer from jupyterlab-ann:8888 in time"],
  [{ httpStatus: undefined, reason: "ECONNRESET", durationMs: 3 }, "ECONNRESET from jupyterlab-ann:8888"],
  [{ httpStatus: 502, reason: undefined, durationMs: 3 }, "HTTP 502 from jupyterlab-ann:8888"],
  [
    { httpStatus: 200, reason: "timeout", durationMs: 5000 },
    "HTTP 200 from jupyterlab-ann:8888, cut off in the middle",
  ],
])("%j", (attempted, explained) => {
  expect(explain(attempted, url)).toBe(explained);
});
