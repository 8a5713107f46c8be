import { afterEach, expect } from "vitest";
import {
  type Lab,
  type LabBehaviour,
  type SimulatedHub,
  type SimulatedHubOptions,
  startSimulatedHub,
} from "./index.ts";

const hubs: SimulatedHub[] = [];

afterEach(async () => {
  await Promise.all(hubs.splice(0).map((hub) => hub.close()));
});

/** A hub that the end of the test closes. */
export async function start(options?: SimulatedHubOptions): Promise<SimulatedHub> {
  const hub = await startSimulatedHub(options);
  hubs.push(hub);
  return hub;
}

export async function jsonOf<T>(answer: Response): Promise<T> {
  return (await answer.json()) as T;
}

interface ApiInit {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Calls the hub's API, as the service unless another token is given. */
export function api(hub: SimulatedHub, path: string, init: ApiInit = {}, token = hub.apiToken): Promise<Response> {
  return fetch(`${hub.apiUrl}${path}`, { ...init, headers: { Authorization: `token ${token}`, ...init.headers } });
}

/** Asks for a token for `lab` alone, unless `body` says otherwise. */
export function mint(hub: SimulatedHub, lab: Pick<Lab, "username" | "key">, body: object = {}): Promise<Response> {
  return api(hub, `/users/${encodeURIComponent(lab.username)}/tokens`, {
    method: "POST",
    body: JSON.stringify({ expires_in: 300, scopes: [`access:servers!server=${lab.key}`], ...body }),
  });
}

export async function mintSecret(hub: SimulatedHub, lab: Lab, body?: object): Promise<string> {
  const answer = await mint(hub, lab, body);
  expect(answer.status).toBe(201);
  return (await jsonOf<{ token: string }>(answer)).token;
}

export const notification = {
  message: "Maintenance at 18:00",
  type: "warning",
  autoClose: false,
  immediate: true,
  actions: [],
};

export function ingestUrl(hub: SimulatedHub, lab: Lab): string {
  return `${hub.labUrlTemplate.replace("{base_url}", lab.url)}jupyterlab-notifications-extension/ingest`;
}

export function ring(hub: SimulatedHub, lab: Lab, authorization: string, more: RequestInit = {}): Promise<Response> {
  return fetch(ingestUrl(hub, lab), {
    method: "POST",
    redirect: "manual",
    headers: { Authorization: authorization },
    body: JSON.stringify(notification),
    ...more,
  });
}

/** The first lab that behaves so. */
export function firstLab(hub: SimulatedHub, behaviour: LabBehaviour): Lab {
  const lab = hub.labs().find((each) => each.behaviour === behaviour);
  if (lab === undefined) throw new Error(`No ${behaviour} lab.`);
  return lab;
}

interface ListedServer {
  ready: boolean;
  pending: string | null;
  url: string;
}

interface Page {
  items: { name: string; servers?: Record<string, ListedServer> }[];
  _pagination: { offset: number; limit: number; total: number; next: { url: string } | null };
}

/** Every page, following `next` as the hub gives it. */
export async function allPages(hub: SimulatedHub, path: string): Promise<Page[]> {
  const pages: Page[] = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const page: Page = await jsonOf(
      await api(hub, next, { headers: { Accept: "application/jupyterhub-pagination+json" } }),
    );
    pages.push(page);
    next = page._pagination.next?.url.slice(hub.apiUrl.length);
  }
  return pages;
}

export async function allUsers(hub: SimulatedHub, path: string): Promise<Page["items"]> {
  return (await allPages(hub, path)).flatMap((page) => page.items);
}
