import { type LabBehaviour, drawBehaviours } from "./mix.ts";
import type { HubConfig } from "./options.ts";
import type { HubUser, Lab } from "./records.ts";
import { escapeName, usernameAt } from "./usernames.ts";

/** The users with their labs, as the mix asks for. The first user is the hub's admin, the second a plain one. */
export function makeUsers(config: HubConfig): HubUser[] {
  const behaviours = drawBehaviours(config.labs, config.mix, config.seed);
  // Named servers take healthy places, so that the same user also has another one.
  const named: LabBehaviour[] = [];
  while (named.length < config.namedServers) {
    const healthyAt = behaviours.lastIndexOf("healthy");
    named.push(...behaviours.splice(healthyAt, 1));
  }
  const users = behaviours.map((behaviour, index) => {
    const user = makeUser(usernameAt(index), index === 0);
    addLab(user, "", behaviour, config.basePath);
    return user;
  });
  if (users.length === 1) users.push(makeUser(usernameAt(1), false));
  const owners = users.toSorted((a, b) => Number(isHealthy(b)) - Number(isHealthy(a)));
  named.forEach((behaviour, index) => {
    const owner = owners[index];
    if (owner !== undefined) addLab(owner, "gpu", behaviour, config.basePath);
  });
  return users;
}

export function makeUser(name: string, admin: boolean): HubUser {
  return { name, admin, groups: [admin ? "staff" : "students"], scopes: [], labs: new Map() };
}

/** Gives `user` a server, in place of one of the same name. */
export function addLab(user: HubUser, server: string, behaviour: LabBehaviour, basePath: string): Lab {
  const path = `${basePath}user/${escapeName(user.name)}/`;
  const lab: Lab = {
    username: user.name,
    server,
    key: `${user.name}/${server}`,
    url: server === "" ? path : `${path}${escapeName(server)}/`,
    behaviour,
    startedISO: new Date().toISOString(),
    probes: 0,
    arrivals: [],
  };
  user.labs.set(server, lab);
  return lab;
}

function isHealthy(user: HubUser): boolean {
  return user.labs.get("")?.behaviour === "healthy";
}
