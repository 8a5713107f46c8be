import { labBehaviours } from "./mix.ts";
import { type HubConfig, whole } from "./options.ts";
import {
  type FollowedRedirect,
  type HubSettings,
  type HubSnapshot,
  type HubUser,
  type Lab,
  type LabChange,
  type Leak,
  type OAuthGrant,
  type UserChange,
  hubModes,
} from "./records.ts";
import { addLab, makeUsers, makeUser } from "./hub-users.ts";
import { TokenStore, allScopesOf } from "./tokens.ts";

/** A username and a token of all that user's rights, as `Authorization: token …`. */
export interface KnownUser {
  username: string;
  token: string;
}

/** What was seen since the start or the last reset. */
function emptyRecords() {
  return {
    leaks: new Array<Leak>(),
    redirectsFollowed: new Array<FollowedRedirect>(),
    listings: 0,
    minted: 0,
    mintsInFlight: 0,
    highestMintsInFlight: 0,
  };
}

/** All that the simulated hub holds: who has which lab, what came, and how the hub behaves now. */
export class HubState {
  readonly config: HubConfig;
  readonly tokens = new TokenStore();
  /** Who is logged in, by the value of their browser's cookie. */
  readonly logins = new Map<string, string>();
  /** By code. */
  readonly grants = new Map<string, OAuthGrant>();
  readonly serviceName = "belfry";
  readonly apiToken: string;
  readonly admin: KnownUser;
  readonly member: KnownUser;
  users = new Map<string, HubUser>();
  labsByUrl = new Map<string, Lab>();
  hub: HubSettings;
  records = emptyRecords();
  /** When the next token is due, on the monotonic clock, while there is a limit a second. */
  nextMintAtMs = 0;

  constructor(config: HubConfig) {
    this.config = config;
    this.hub = this.reset();
    const [admin, member] = this.users.values();
    if (admin === undefined || member === undefined) throw new RangeError("A hub has at least two users.");
    this.admin = this.#know(admin);
    this.member = this.#know(member);
    this.apiToken = this.tokens.make(null, [], null).secret;
  }

  get labs(): Lab[] {
    return [...this.labsByUrl.values()];
  }

  /** Back to how it started, with nothing recorded. Tokens stay good; a request still open writes to the old records. */
  reset(): HubSettings {
    const { mintMs, mintsPerSecond, scopes } = this.config;
    this.hub = { mode: "up", mintMs, mintsPerSecond, scopes: [...scopes], redirectUri: "", kept: [] };
    this.records = emptyRecords();
    this.nextMintAtMs = 0;
    this.users = new Map(makeUsers(this.config).map((user) => [user.name, user]));
    this.labsByUrl = new Map(
      [...this.users.values()].flatMap((user) => [...user.labs.values()]).map((lab) => [lab.url, lab]),
    );
    return this.hub;
  }

  /** Nothing has been recorded any more; users, servers and how they behave stay as they are. */
  forget(): HubSettings {
    this.records = emptyRecords();
    for (const lab of this.labs) Object.assign(lab, { probes: 0, arrivals: [] });
    return this.hub;
  }

  /** @throws RangeError when there is no such lab. */
  findLab(username: string, server: string): Lab {
    const lab = this.users.get(username)?.labs.get(server);
    if (lab === undefined) throw new RangeError(`There is no lab ${username}/${server}.`);
    return lab;
  }

  /**
   * Changes how a lab answers; a user or server not known is made, so this also starts labs later.
   * @throws RangeError when the name or the behaviour is none.
   */
  setLab({ username, server = "", behaviour }: LabChange): Lab {
    if (typeof username !== "string" || username === "") throw new RangeError("username must be a name.");
    if (typeof server !== "string") throw new RangeError("server must be a name, or empty for the default one.");
    if (!labBehaviours.includes(behaviour)) {
      throw new RangeError(`behaviour must be one of ${labBehaviours.join(", ")}.`);
    }
    const user = this.users.get(username) ?? makeUser(username, false);
    this.users.set(username, user);
    const lab = user.labs.get(server) ?? addLab(user, server, behaviour, this.config.basePath);
    if (lab.behaviour === "stopped") lab.startedISO = new Date().toISOString();
    lab.behaviour = behaviour;
    this.labsByUrl.set(lab.url, lab);
    return lab;
  }

  /** @throws RangeError when the name is none, or the groups are. */
  setUser({ username, admin, groups, scopes, gone = false }: UserChange): HubUser {
    if (typeof username !== "string" || username === "") throw new RangeError("username must be a name.");
    if (groups !== undefined) names("groups", groups);
    if (scopes !== undefined) names("scopes", scopes);
    const user = this.users.get(username) ?? makeUser(username, false);
    if (gone) this.users.delete(username);
    else this.users.set(username, user);
    user.admin = admin ?? user.admin;
    user.groups = groups ?? user.groups;
    user.scopes = scopes ?? user.scopes;
    return user;
  }

  /**
   * Changes how the hub's API behaves; what is left out stays.
   * @throws RangeError when a value is none of those allowed.
   */
  setHub(change: Partial<HubSettings>): HubSettings {
    const next = { ...this.hub, ...change };
    if (!hubModes.includes(next.mode)) throw new RangeError(`mode must be one of ${hubModes.join(", ")}.`);
    whole("mintMs", next.mintMs, 0, 600_000);
    whole("mintsPerSecond", next.mintsPerSecond, 0, 1_000_000);
    names("scopes", next.scopes);
    names("kept", next.kept);
    if (typeof next.redirectUri !== "string") throw new RangeError("redirectUri must be an address.");
    const { mode, mintMs, mintsPerSecond, scopes, redirectUri, kept } = next;
    this.hub = { mode, mintMs, mintsPerSecond, scopes: [...scopes], redirectUri, kept: [...kept] };
    return this.hub;
  }

  /** Everything counted so far, each lab on its own. */
  snapshot(): HubSnapshot {
    const labs = this.labs.map(({ username, server, behaviour, probes, arrivals }) => ({
      username,
      server,
      behaviour,
      probes,
      arrivals: arrivals.length,
      shown: arrivals.filter((arrival) => arrival.shown).length,
    }));
    const totals = { labs: labs.length, probes: 0, arrivals: 0, shown: 0 };
    for (const lab of labs) {
      totals.probes += lab.probes;
      totals.arrivals += lab.arrivals;
      totals.shown += lab.shown;
    }
    return structuredClone({ hub: this.hub, totals, ...this.records, labs });
  }

  #know(user: HubUser): KnownUser {
    return { username: user.name, token: this.tokens.make(user, allScopesOf(user), null).secret };
  }
}

/** @throws RangeError unless `value` is a list of names. */
function names(what: string, value: unknown): void {
  if (!Array.isArray(value) || value.some((each) => typeof each !== "string"))
    throw new RangeError(`${what} must be a list of names.`);
}
