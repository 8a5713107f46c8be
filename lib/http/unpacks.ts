import type { IncomingMessage } from "node:http";

/** Whether who asks can unpack an answer that is packed so: `Accept-Encoding` names it, and not with `q=0`. @see RFC 9110, 12.5.3 */
export function unpacks({ headers }: Pick<IncomingMessage, "headers">, coding: "br" | "gzip"): boolean {
  const named = (headers["accept-encoding"] ?? "").toLowerCase().split(",");
  return named.some((each) => {
    const [name, ...parameters] = each.split(";").map((part) => part.trim());
    return name === coding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}
