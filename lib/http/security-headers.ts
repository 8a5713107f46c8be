import type { ServerResponse } from "node:http";
import type { Env } from "#lib/env.ts";

/** Two years, as the lists of hosts that browsers come with ask for. */
const tlsForS = 2 * 365 * 24 * 3600;

/**
 * What every answer carries, whoever gives it. Pages replace the content security policy by one that lets them run; all
 * else is nothing that a browser should show or run.
 */
export function securityHeaders({ AUTH_URL }: Pick<Env, "AUTH_URL">): Record<string, string> {
  return {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    // Belfry speaks no TLS itself; it knows of a proxy that does by the address people open.
    ...(AUTH_URL?.startsWith("https:") && { "Strict-Transport-Security": `max-age=${tlsForS}` }),
  };
}

export function setHeaders(response: ServerResponse, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
