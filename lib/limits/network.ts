import { isIPv6 } from "node:net";

/**
 * Whom an address stands for when requests are counted: an IPv6 one for its /64, all of which one subscriber has to
 * themselves; anything else for itself.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  // Written in one way, whatever zeros, decimals or zone it came with.
  const [before = "", after = ""] = new URL(`http://[${address.split("%", 1)[0]}]`).hostname.slice(1, -1).split("::");
  const [first, last] = [before, after].map((part) => part.split(":").filter(Boolean)) as [string[], string[]];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => "0");
  return `${[...first, ...zeros, ...last].slice(0, 4).join(":")}::/64`;
}
