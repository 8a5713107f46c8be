import path from "node:path";
import { asked, type Peer } from "./peer.ts";

const topic = "/bench";
const read = (since: string) => ({ path: `${topic}/json?poll=1&since=${since}`, status: 200 });

/** @see https://docs.ntfy.sh/config/ and https://docs.ntfy.sh/subscribe/api/ */
export const ntfy: Peer = {
  program: "ntfy",
  start: ({ port, folder }) => ({
    args: [
      "serve",
      ...["--listen-http", `127.0.0.1:${port}`],
      ...["--cache-file", path.join(folder, "cache.db")],
      // What it keeps busy clients away with is not what is compared.
      ...["--visitor-request-limit-exempt-hosts", "127.0.0.1"],
      ...["--visitor-message-daily-limit", "10000000"],
    ],
  }),
  health: "/v1/health",
  prepare: (url) =>
    Promise.resolve({
      publish: () => ({
        method: "POST",
        path: topic,
        headers: { Title: "Built" },
        body: "x".repeat(120),
        status: 200,
      }),
      async reads() {
        const lines = (await asked(url, read("all"))).trim().split("\n");
        const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
        return { poll: read(ids.at(-1) ?? ""), list: read(ids.at(-51) ?? "") };
      },
    }),
};
