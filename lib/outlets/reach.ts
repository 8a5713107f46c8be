import { lookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { badFields } from "#lib/errors.ts";
import { ConnectionPool, unbracketed } from "#lib/jupyterhub/connection-pool.ts";
import { allowing, type Allowed } from "./networks.ts";

/** The way out: connections to addresses that were looked at alone. */
export interface Reach {
  pool: ConnectionPool;
  /** Why an address may not be reached, as of now; nothing where it may. Each connection looks again. */
  refusal: (url: string) => Promise<string | undefined>;
  close: () => void;
}

const isLiteral = (hostname: string) => isIP(unbracketed(hostname)) !== 0;

/**
 * Opens the way out. A name is resolved once for each connection, all of its addresses are looked at, and the connection goes to one of
 * those very addresses: what the name says a moment later matters to nobody.
 * @param listed addresses, networks and hosts that may be reached although they are private (`OUTLET_ALLOW`)
 */
export function openReach(listed: readonly string[], resolve: typeof lookup = lookup): Reach {
  const allowed = allowing(listed);
  const checked = checkedLookup(allowed, resolve);
  const pool = new ConnectionPool({ lookup: checked, idleMs: 4000 });
  return {
    pool,
    async refusal(url) {
      const { hostname } = new URL(url);
      if (allowed.host(hostname)) return undefined;
      if (isLiteral(hostname))
        return allowed.address(unbracketed(hostname)) ? undefined : notAllowed(unbracketed(hostname));
      return new Promise((answer) =>
        checked(hostname, { all: true }, (error) => answer(error ? error.message : undefined)),
      );
    },
    close: () => pool.destroy(),
  };
}

const notAllowed = (address: string) => `${address} is a private or reserved address, which outlets don't reach`;

function checkedLookup(allowed: Allowed, resolve: typeof lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(new Error(`${hostname} is not found (${error.code ?? error.message})`), "", 0);
      const wrong = allowed.host(hostname) ? undefined : addresses.find(({ address }) => !allowed.address(address));
      if (wrong) return callback(new Error(notAllowed(wrong.address)), "", 0);
      const [first] = addresses;
      if (!first) return callback(new Error(`${hostname} is not found`), "", 0);
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

/** @param path of the field that holds it. @throws BelfryError `bad-input` for an address that may not be reached, or is not found */
export async function requireReachable(reach: Reach, url: string, path = "url"): Promise<void> {
  const message = await reach.refusal(url);
  if (message !== undefined) throw badFields([{ path, message }]);
}
