import { lookup as systemLookup, type Resolver } from "node:dns/promises";
import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";

/**
 * Looks a lab's name up without a queue. The system's own way, which Node uses by default, runs two at a time: two names
 * whose server is slow to say no would hold up every healthy lab behind them. So DNS is asked directly, and the system,
 * which also knows /etc/hosts and search domains, only for names that DNS was quick not to know.
 */
export function createLabLookup(resolver: Resolver): LookupFunction {
  return (hostname, { all }, callback) => {
    find(resolver, hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (all === true) callback(null, addresses);
        else if (first) callback(null, first.address, first.family);
        else callback(new Error(`no address for ${hostname}`), "");
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ""),
    );
  };
}

async function find(resolver: Resolver, hostname: string): Promise<LookupAddress[]> {
  const asked = [
    async () => (await resolver.resolve4(hostname)).map((address) => ({ address, family: 4 })),
    async () => (await resolver.resolve6(hostname)).map((address) => ({ address, family: 6 })),
  ];
  for (const ask of asked) {
    try {
      return await ask();
    } catch (error) {
      if (isSlow(error)) throw error;
    }
  }
  return systemLookup(hostname, { all: true });
}

function isSlow(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ETIMEOUT" || error.code === "ECANCELLED");
}
