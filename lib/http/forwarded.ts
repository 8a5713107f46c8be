import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

const forwarded = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded"];

/**
 * Takes `X-Forwarded-*` off a request that did not come through one of our proxies, and leaves in `X-Forwarded-For`
 * one address alone: the one that the nearest trusted proxy, or our own socket, saw. Hops are read from the nearest on;
 * the first that can't be read ends that, since whatever lies behind it anybody may have written.
 * @param notBelieved hears the address of a peer that sends such headers and is none of our proxies
 */
export function trustForwarded(
  request: IncomingMessage,
  proxies: readonly string[],
  notBelieved: (peer: string) => void = () => undefined,
): void {
  const peer = plain(request.socket.remoteAddress ?? "");
  const trusted = blockList(proxies);
  if (!covers(trusted, peer)) {
    if (forwarded.some((name) => name in request.headers)) notBelieved(peer);
    for (const name of forwarded) delete request.headers[name];
    request.headers["x-forwarded-for"] = peer;
    return;
  }
  let seen = peer;
  for (const hop of String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .reverse()) {
    const address = addressIn(hop.trim());
    if (address === undefined) break;
    seen = address;
    if (!covers(trusted, address)) break;
  }
  request.headers["x-forwarded-for"] = seen;
}

/** The address of a hop, which some proxies write with its port: `203.0.113.9:4711`, `[2001:db8::1]:4711`. */
function addressIn(hop: string): string | undefined {
  const [, bracketed, dotted] = /^(?:\[([\da-f:.]+)\](?::\d+)?|([\d.]+):\d+)$/i.exec(hop) ?? [];
  const address = plain(bracketed ?? dotted ?? hop);
  return isIP(address) ? address : undefined;
}

/** IPv4 addresses come as IPv6 ones on a dual-stack socket. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/, "");

function covers(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? "ipv6" : "ipv4");
}

const lists = new Map<string, BlockList>();

function blockList(proxies: readonly string[]): BlockList {
  const key = proxies.join();
  const known = lists.get(key);
  if (known) return known;
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = "", bits] = proxy.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    list.addSubnet(address, bits === undefined ? (family === "ipv6" ? 128 : 32) : Number(bits), family);
  }
  lists.set(key, list);
  return list;
}
