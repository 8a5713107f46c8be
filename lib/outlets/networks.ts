import { BlockList, isIP, isIPv4 } from "node:net";

/**
 * Networks that are nobody's on the internet: our own machine, those around it, a cloud's metadata, and what is reserved.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/
 */
const closed = new BlockList();
for (const network of [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
])
  add(closed, network);

/** Of IPv6 only 2000::/3 is given out; these parts of it are not hosts of the internet, or hide an address of another kind. */
const global6 = new BlockList();
add(global6, "2000::/3");
for (const network of ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]) add(closed, network);

function add(list: BlockList, network: string): void {
  const [address = "", bits] = network.split("/");
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  if (bits === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(bits), family);
}

/** Which addresses outlets may reach: those of the internet, and what is listed (`OUTLET_ALLOW`). */
export interface Allowed {
  address: (address: string) => boolean;
  /** Whether a host may be reached whatever its address is. */
  host: (name: string) => boolean;
}

/** @param listed addresses, networks (`10.0.0.0/8`) and host names */
export function allowing(listed: readonly string[]): Allowed {
  const networks = new BlockList();
  const hosts = new Set<string>();
  for (const one of listed) {
    if (isIP(one.split("/", 1)[0] ?? "")) add(networks, one);
    else hosts.add(one.toLowerCase());
  }
  const holds = (list: BlockList, address: string) => list.check(address, isIPv4(address) ? "ipv4" : "ipv6");
  return {
    host: (name) => hosts.has(name.toLowerCase().replace(/\.$/, "")),
    address(given) {
      const address = plain(given);
      if (!isIP(address)) return false;
      if (holds(networks, address)) return true;
      return isIPv4(address) ? !holds(closed, address) : holds(global6, address) && !holds(closed, address);
    },
  };
}

/** An address as what it stands for: one of IPv4 that is written as one of IPv6, mapped or behind NAT64, is that of IPv4. */
function plain(address: string): string {
  const bare = address.split("%", 1)[0] ?? "";
  if (!isIP(bare) || isIPv4(bare)) return bare;
  // The URL parser writes each in its one short form.
  const short = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [, high, low] = /^(?:::ffff:|64:ff9b::)(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(short) ?? [];
  if (low === undefined) return short;
  const [a, b] = [parseInt(high ?? "0", 16), parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join(".");
}
