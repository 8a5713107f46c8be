import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { broadcastDocument } from "#lib/broadcast/document.ts";
import { ensureEnvironment } from "#scripts/jupyterhub/environment.ts";
import { startHub } from "#scripts/jupyterhub/hub.ts";
import { onFreePorts } from "#scripts/on-free-ports.ts";
import { answer } from "../answer.ts";
import { expect, test, type Another } from "./fixtures.ts";

/** Sends to all, and says of each lab what came of it. */
async function outcomesOf(another: Another): Promise<string[]> {
  const sent = await another.ask("POST", "/hub/api/notifications/broadcast", { message: "Wherever you are" });
  const { details = [] } = await answer(sent, broadcastDocument);
  return details.map(({ username, server, outcome }) => `${username}/${server}: ${outcome}`).sort();
}

const scopes = ["list:users", "read:servers", "tokens"];

test("each user on a host of their own: the hub lists whole addresses, and labs are reached there", async ({
  site: { startAnother },
}) => {
  const environment = await ensureEnvironment();
  const service = { name: "belfry", api_token: randomBytes(24).toString("hex") };
  const start = (port = 0, hub = 0, proxyApi = 0) =>
    startHub({
      ...{ environment, url: `http://localhost:${port}`, ports: { hub, proxyApi }, subdomains: true },
      ...{ users: ["alice"], admins: [], withoutExtension: [], groups: {} },
      services: [service],
      roles: [{ name: "belfry", services: [service.name], scopes }],
    });
  const hub = await onFreePorts(3, start);
  let belfry: Another | undefined;
  try {
    await hub.startLab("alice", "gpu");
    const listed = { gpu: { url: `http://alice.${new URL(hub.url).host}/user/alice/gpu/` } };
    expect(await (await hub.api("GET", "/users/alice")).json()).toMatchObject({ servers: listed });

    belfry = await startAnother({
      ...{ JUPYTERHUB_API_URL: hub.apiUrl, JUPYTERHUB_API_TOKEN: service.api_token, JUPYTERHUB_PUBLIC_URL: hub.url },
      LAB_URL_TEMPLATE: "hub",
      NODE_OPTIONS: `--import=${pathToFileURL(`${import.meta.dirname}/localhost-names.mjs`).href}`,
    });
    expect(await outcomesOf(belfry)).toEqual(["alice/gpu: delivered"]);
  } finally {
    await belfry?.stop();
    await hub.stop();
  }
});

test("a fixed path before each lab's own leads through a proxy that knows them below it alone", async ({
  site: { hub, narrowToken, startAnother },
}) => {
  const paths: string[] = [];
  const proxy = createServer((asked, answered) => {
    const { pathname, search } = new URL(asked.url ?? "/", "http://proxy");
    paths.push(pathname);
    if (!pathname.startsWith("/jupyter/labs/")) {
      answered.writeHead(404).end();
      return;
    }
    const { method, headers } = asked;
    const onward = request(hub.url + pathname.slice("/jupyter/labs".length) + search, { method, headers }, (lab) => {
      answered.writeHead(lab.statusCode ?? 502, lab.headers);
      lab.pipe(answered);
    });
    onward.on("error", () => answered.destroy());
    asked.pipe(onward);
  });
  await once(proxy.listen(0, "127.0.0.1"), "listening");
  const { port } = proxy.address() as AddressInfo;
  let belfry: Another | undefined;
  try {
    belfry = await startAnother({
      JUPYTERHUB_API_TOKEN: narrowToken,
      LAB_URL_TEMPLATE: `http://127.0.0.1:${port}/jupyter/labs{base_url}`,
    });
    expect(await outcomesOf(belfry)).toEqual(["alice/: delivered", "bob/: delivered", "bob/gpu: delivered"]);
    const ingest = "jupyterlab-notifications-extension/ingest";
    const labs = ["alice", "bob/gpu", "bob"];
    expect(paths.sort()).toEqual(labs.map((lab) => `/jupyter/labs/user/${lab}/${ingest}`));
  } finally {
    await belfry?.stop();
    proxy.close();
    proxy.closeAllConnections();
  }
});
