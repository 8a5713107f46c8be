import { BelfryError } from "#lib/errors.ts";
import { Semaphore } from "#lib/async/semaphore.ts";
import { HubTimeout, type Hub } from "./ask-hub.ts";
import { ConnectionPool } from "./connection-pool.ts";
import { countUsers } from "./count-users.ts";
import type { InternalTls } from "./internal-tls.ts";
import { isAdmin, listPeople, type HubPerson } from "./list-people.ts";
import { listServers, type HubServer, type ListServersInput } from "./list-servers.ts";
import { mintToken } from "./mint-token.ts";
import { ownerOfToken, whoAmI, type ServiceOwner, type TokenOwner } from "./owner-of-token.ts";

export type { HubPerson } from "./list-people.ts";
export type { HubServer } from "./list-servers.ts";

export interface HubClientOptions {
  /** As the hub gives it to its services: `http://127.0.0.1:8081/hub/api`. */
  apiUrl: string;
  apiToken: string;
  /** {@link HubClient.minting}'s limit; 8. A hub is fastest at 4 to 16, and labs need it meanwhile. */
  concurrency?: number;
  /** For each request; 10,000. */
  timeoutMs?: number;
  now?: () => Date;
  /** For a hub with `internal_ssl`. */
  tls?: InternalTls | undefined;
  /** Called when a list of the hub's never stood still while it was read, so that somebody may be missing. */
  onUnsettled?: () => void;
}

/**
 * Several instances share the hub: each asks for its part of the tokens. Where they are more than the tokens that may be
 * asked for at once, each asks for one at a time, and those of one lock not at the same moment.
 */
export interface MintingShare {
  instances: number;
  /** This one's among them, from 0. */
  place: number;
  /** Does the work while no other instance holds the same lock. */
  withLock: (lock: number, work: () => Promise<string>) => Promise<string>;
}

/** What the hub is asked. Every verb throws BelfryError `hub-failed` when it can't be. */
export interface HubClient {
  /** Of its API, as configured. */
  apiUrl: string;
  /** As given. */
  tls: InternalTls | undefined;
  listServers: (input: ListServersInput) => Promise<HubServer[]>;
  countUsers: () => Promise<number>;
  /** Bounds how many tokens are asked for at once, by all that goes on: whoever mints takes a slot of it first. */
  minting: Semaphore;
  mintToken: (target: { username: string; server: string }, signal?: AbortSignal) => Promise<string>;
  ownerOfToken: (token: string) => Promise<TokenOwner | null>;
  /** Everybody whom the hub knows, by name. */
  listPeople: (input?: Pick<ListServersInput, "onUnsettled">) => Promise<Map<string, HubPerson>>;
  /** Of one user; nothing when there is none of that name. */
  isAdmin: (name: string) => Promise<boolean | undefined>;
  whoAmI: () => Promise<ServiceOwner>;
  /** What the hub calls the service whose token we have; nothing where it is a user's. Asked once. */
  serviceName: () => Promise<string | undefined>;
  shareMinting: (share: MintingShare) => void;
  close: () => void;
}

/** The circuit breaker: so many tokens in a row that the hub did not answer for, and none is asked for while one would take. */
const timeoutsToBreak = 8;

/**
 * A client of one hub.
 * @throws BelfryError `bad-input` when `apiUrl` is not an http(s) address, or holds credentials, a query or a fragment
 */
export function createHubClient({
  apiUrl,
  apiToken,
  concurrency = 8,
  timeoutMs = 10_000,
  now = () => new Date(),
  tls,
  onUnsettled = () => undefined,
}: HubClientOptions): HubClient {
  const pool = new ConnectionPool({ tls, idleMs: 4000 });
  const hub: Hub = { apiUrl: checkApiUrl(apiUrl), apiToken, pool, timeoutMs, now };
  const minting = new Semaphore(concurrency);
  let withLock = (work: () => Promise<string>) => work();
  let timeouts = 0;
  let brokenUntilMs = 0;
  let self: TokenOwner | undefined;

  async function mint(target: { username: string; server: string }, signal?: AbortSignal): Promise<string> {
    try {
      // Else a hub that hangs amid 5,000 labs would be waited for 5,000 times.
      if (performance.now() < brokenUntilMs)
        throw new BelfryError("hub-failed", `The hub at ${hub.apiUrl} has stopped answering.`);
      const token = await withLock(() => mintToken(hub, target, signal));
      timeouts = 0;
      return token;
    } catch (error) {
      timeouts = error instanceof HubTimeout ? timeouts + 1 : 0;
      if (timeouts >= timeoutsToBreak) {
        timeouts = 0;
        brokenUntilMs = performance.now() + timeoutMs;
      }
      throw error;
    }
  }

  const unsettled = (input: Pick<ListServersInput, "onUnsettled">) => () => {
    onUnsettled();
    input.onUnsettled?.();
  };

  return {
    apiUrl: hub.apiUrl,
    tls,
    listServers: (input) => listServers(hub, { ...input, onUnsettled: unsettled(input) }),
    countUsers: () => countUsers(hub),
    minting,
    mintToken: mint,
    ownerOfToken: (token) => ownerOfToken(hub, token),
    listPeople: (input = {}) => listPeople(hub, { onUnsettled: unsettled(input) }),
    isAdmin: (name) => isAdmin(hub, name),
    whoAmI: () => whoAmI(hub),
    async serviceName() {
      self ??= await whoAmI(hub);
      return self.kind === "service" ? self.name : undefined;
    },
    shareMinting({ instances, place, withLock: across }) {
      minting.resize(Math.max(1, Math.floor(concurrency / instances)));
      withLock = instances > concurrency ? (work) => across(place % concurrency, work) : (work) => work();
    },
    close: () => pool.destroy(),
  };
}

function checkApiUrl(apiUrl: string): string {
  const url = URL.parse(apiUrl);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new BelfryError(
      "bad-input",
      "The hub's API address must be http or https, without credentials, query or fragment.",
    );
  }
  return url.href.replace(/\/+$/, "");
}
