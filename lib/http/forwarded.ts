import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

const forwarded = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded"];

/**
 * Takes `X-Forwarded-*` off a request that did not come through one of our proxies, and leaves in `X-Forwarded-For`
 * one address alone: the one that the nearest trusted proxy, or our own socket, saw.
 */
export function trustForwarded(request: IncomingMessage, proxies: readonly string[]): void {
  const peer = plain(request.socket.remoteAddress ?? "");
  const trusted = blockList(proxies);
  if (!covers(trusted, peer)) {
    for (const name of forwarded) delete request.headers[name];
    request.headers["x-forwarded-for"] = peer;
    return;
  }
  const hops = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((hop) => plain(hop.trim()))
    .filter((hop) => isIP(hop));
  request.headers["x-forwarded-for"] = hops.findLast((hop) => !covers(trusted, hop)) ?? hops[0] ?? peer;
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
