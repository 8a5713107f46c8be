import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureEnvironment, type HubEnvironment } from "#scripts/jupyterhub/environment.ts";
import { startHub, type RealHub } from "#scripts/jupyterhub/hub.ts";
import { onFreePorts } from "#scripts/on-free-ports.ts";
import { whyNoPython } from "#scripts/python/venv.ts";
import { openApi } from "../client/api.ts";
import { sendBroadcast } from "../client/send-broadcast.ts";
import { ensureBuilt } from "./build.ts";
import { openInBrowser } from "./open-in-browser.ts";
import { startServer, type DemoServer } from "./server.ts";

const members = ["ann", "ben", "cleo"];
const admin = "operator";
const message = "This came from Belfry. Save your work before 18:00.";

interface Site {
  hub: RealHub;
  belfry: DemoServer;
  stop: () => Promise<void>;
}

/**
 * A real JupyterHub with three labs, and Belfry beside it with a first broadcast sent; until `ended`.
 * @param say a line about how far it is
 * @throws Error in plain words where the machine lacks something
 */
export async function demoOnJupyterHub(say: (line: string) => void, ended: () => Promise<unknown>): Promise<void> {
  if (process.platform === "win32") throw new Error("JupyterHub does not run on Windows; npm run demo does");
  const lack = whyNoPython();
  if (lack !== undefined)
    throw new Error(
      `JupyterHub can't be installed: ${lack}. Install Python with venv (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python) and try again; npm run demo, with a simulated hub, needs no Python`,
    );
  await ensureBuilt();
  say("belfry: JupyterHub, JupyterLab and the extension (from PyPI at first, a minute or two) …");
  const environment = await ensureEnvironment();
  const { hub, belfry, stop } = await onFreePorts(4, (...ports) => startSite(environment, ports, say));
  try {
    const token = await tokenOf(hub, admin);
    const { successful, total } = await sendBroadcast(
      openApi(belfry.url, token),
      { message, variant: "warning" },
      () => {},
    );
    const lab = `${hub.url}/hub/login?next=${encodeURIComponent(`/hub/user/${members[0]}/lab`)}`;
    process.stdout.write(`
  The toast        ${lab}
                   sign in as ${members[0]}, password ${hub.password}; it shows within half a minute of JupyterLab's start
  Belfry           ${belfry.url}/hub/notifications
                   sign in through the hub as ${admin}, password ${hub.password}
  JupyterHub       ${hub.url}   version ${environment.versions["jupyterhub"]}, labs of ${members.join(", ")}

  The first broadcast reached ${successful} of ${total} labs. The next one shows at once where a lab is open.

  Ctrl-C ends it.
`);
    openInBrowser(lab);
    await ended();
    say("\nbelfry: stopping");
  } finally {
    await stop();
  }
}

async function startSite(
  environment: HubEnvironment,
  [publicPort, port, hubPort = 0, proxyApi = 0]: number[],
  say: (line: string) => void,
): Promise<Site> {
  const url = `http://127.0.0.1:${publicPort}`;
  const callback = `http://127.0.0.1:${port}/api/auth/callback/jupyterhub`;
  const service = {
    ...{ name: "belfry", api_token: randomBytes(24).toString("hex"), oauth_client_id: "service-belfry" },
    ...{
      oauth_redirect_uri: callback,
      oauth_no_confirm: true,
      oauth_client_allowed_scopes: ["read:users:groups!user"],
    },
  };
  say("belfry: starting JupyterHub …");
  const hub = await startHub({
    environment,
    url,
    ports: { hub: hubPort, proxyApi },
    users: members,
    admins: [admin],
    password: randomBytes(6).toString("base64url"),
    withoutExtension: [],
    groups: { staff: members },
    services: [service],
    roles: [
      { name: "belfry", services: ["belfry"], scopes: ["list:users", "read:servers", "tokens", "read:users:groups"] },
      { name: "belfry-users", groups: ["staff"], scopes: ["access:services!service=belfry"] },
    ],
  });
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-demo-"));
  chmodSync(dataDir, 0o755);
  let belfry: DemoServer | undefined;
  const stop = async () => {
    await belfry?.stop();
    await hub.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    say(`belfry: starting the labs of ${members.join(", ")}, and Belfry …`);
    const labs = members.map((member) => hub.startLab(member));
    belfry = await startServer({
      port,
      settings: {
        ...{ DATABASE_URL: "", DATA_DIR: dataDir, LAB_URL_TEMPLATE: `${hub.url}{base_url}` },
        ...{ JUPYTERHUB_API_URL: hub.apiUrl, JUPYTERHUB_API_TOKEN: service.api_token },
        ...{ JUPYTERHUB_PUBLIC_URL: hub.url, JUPYTERHUB_CLIENT_ID: service.oauth_client_id },
      },
    });
    await Promise.all(labs);
    return { hub, belfry, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function tokenOf(hub: RealHub, username: string): Promise<string> {
  const made = await hub.api("POST", `/users/${username}/tokens`, {
    expires_in: 600,
    note: "the demo's first broadcast",
  });
  return ((await made.json()) as { token: string }).token;
}
