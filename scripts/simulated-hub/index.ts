import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerControl } from "./control.ts";
import { answerHubApi } from "./hub-api.ts";
import { answerLab } from "./labs.ts";
import { answerLogin, oauthClientId } from "./oauth.ts";
import { type SimulatedHubOptions, checkOptions } from "./options.ts";
import type { HubSettings, HubSnapshot, Lab, LabChange, UserChange } from "./records.ts";
import { sendHtml } from "./respond.ts";
import { HubState, type KnownUser } from "./state.ts";

export { type LabBehaviour, labBehaviours } from "./mix.ts";
export type { SimulatedHubOptions } from "./options.ts";
export type * from "./records.ts";

/** A running simulated hub. Labs and snapshots are as `records.ts` says. */
export interface SimulatedHub {
  /** `http://127.0.0.1:P`, without a slash at the end. */
  url: string;
  /** For `JUPYTERHUB_API_URL`. */
  apiUrl: string;
  /** For `JUPYTERHUB_API_TOKEN`. */
  apiToken: string;
  /** For `JUPYTERHUB_CLIENT_ID`; where it leads back to is `setHub({ redirectUri })`. */
  clientId: string;
  /** For `LAB_URL_TEMPLATE`: all labs stand behind the hub's own address. */
  labUrlTemplate: string;
  /** The hub's admin, with a token of all their rights. */
  admin: KnownUser;
  /** A plain user, likewise. */
  member: KnownUser;
  /** Everything counted so far. */
  state(): HubSnapshot;
  /** Every lab with all that arrived, live; also spawning and stopped ones. */
  labs(): readonly Lab[];
  /** One of them; throws a RangeError when there is none. */
  lab(username: string, server?: string): Lab;
  /** Starts a lab, stops one, or changes how it answers. */
  setLab(change: LabChange): Lab;
  /** Changes a user, or makes one. */
  setUser(change: UserChange): void;
  /** Changes how the hub's API behaves. */
  setHub(change: Partial<HubSettings>): HubSettings;
  /** Back to how it started, with nothing recorded; tokens stay good. */
  reset(): void;
  /** Ends every connection, hung ones too, and the server. */
  close(): Promise<void>;
}

/**
 * Starts an HTTP server on 127.0.0.1 which answers as a JupyterHub and its labs would.
 * @throws RangeError for a wrong option; the system's error when the port is taken.
 */
export async function startSimulatedHub(options: SimulatedHubOptions = {}): Promise<SimulatedHub> {
  const config = checkOptions(options);
  const state = new HubState(config);
  // As patient with idle connections as a hub's proxy: a client's pool never meets one that has just been closed.
  const server = createServer({ keepAliveTimeout: 120_000 }, (req, res) => answer(state, req, res));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port: config.port, backlog: 4_096 }, resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    apiUrl: `${url}${config.basePath}hub/api`,
    apiToken: state.apiToken,
    clientId: oauthClientId,
    labUrlTemplate: `${url}{base_url}`,
    admin: state.admin,
    member: state.member,
    state: () => state.snapshot(),
    labs: () => state.labs,
    lab: (username, server = "") => state.findLab(username, server),
    setLab: (change) => state.setLab(change),
    setUser: (change) => void state.setUser(change),
    setHub: (change) => state.setHub(change),
    reset: () => void state.reset(),
    close: () =>
      new Promise((resolve, reject) => {
        if (!server.listening) return resolve();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function answer(state: HubState, req: IncomingMessage, res: ServerResponse): void {
  const base = state.config.basePath;
  const url = URL.parse(req.url ?? "/", `http://${req.headers.host}`);
  if (url === null) return sendHtml(res, 400, "400 : Bad Request");
  if (url.pathname.startsWith(`${base}user/`)) answerLab(state, req, res, url);
  else if (`${url.pathname}/`.startsWith(`${base}hub/api/`)) answerHubApi(state, req, res, url);
  else if (url.pathname === `${base}hub/login`) answerLogin(state, req, res, url);
  else if (url.pathname.startsWith("/_simulated/")) answerControl(state, req, res, url);
  else sendHtml(res, 404, "404 : Not Found");
}
