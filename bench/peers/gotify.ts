import path from "node:path";
import { asked, type Peer } from "./peer.ts";

const admin = { Authorization: `Basic ${Buffer.from("admin:admin").toString("base64")}` };
const json = { "Content-Type": "application/json" };

/** @see https://gotify.net/docs/config and https://gotify.net/api-docs */
export const gotify: Peer = {
  program: "gotify",
  start: ({ port, folder }) => ({
    args: [],
    env: {
      GOTIFY_SERVER_LISTENADDR: "127.0.0.1",
      GOTIFY_SERVER_PORT: String(port),
      GOTIFY_DATABASE_DIALECT: "sqlite3",
      GOTIFY_DATABASE_CONNECTION: path.join(folder, "gotify.db"),
      GOTIFY_UPLOADEDIMAGESDIR: path.join(folder, "images"),
      GOTIFY_PLUGINSDIR: path.join(folder, "plugins"),
    },
  }),
  health: "/health",
  async prepare(url) {
    const make = async (what: string) =>
      (
        JSON.parse(
          await asked(url, {
            method: "POST",
            path: what,
            headers: { ...admin, ...json },
            body: JSON.stringify({ name: "bench" }),
            status: 200,
          }),
        ) as { token: string }
      ).token;
    const [application, client] = [await make("/application"), await make("/client")];
    const read = (limit: number) => ({
      path: `/message?limit=${limit}`,
      headers: { "X-Gotify-Key": client },
      status: 200,
    });
    return {
      publish: () => ({
        method: "POST",
        path: "/message",
        headers: { "X-Gotify-Key": application, ...json },
        body: JSON.stringify({ title: "Built", message: "x".repeat(120) }),
        status: 200,
      }),
      // It has no way to ask for what is new alone; the newest one tells whether there is any.
      reads: () => Promise.resolve({ poll: read(1), list: read(50) }),
    };
  },
};
