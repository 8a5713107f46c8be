import type { Instance } from "#lib/instance.ts";
import type { ApiRequest } from "./api-request.ts";

/** Our address as browsers see it: as configured, else as the request was sent to it. */
export function publicOrigin(
  { env }: Pick<Instance, "env">,
  { headers, url }: Pick<ApiRequest, "headers" | "url">,
): string {
  if (env.AUTH_URL) return new URL(env.AUTH_URL).origin;
  // Those of nobody but a trusted proxy are left by now; Next.js' server fills them in from the rest.
  const [host, proto] = ["x-forwarded-host", "x-forwarded-proto"].map((name) =>
    headers.get(name)?.split(",")[0]?.trim(),
  );
  const asked = host || headers.get("host");
  const seen = asked && URL.parse(`${proto?.replace(/:$/, "") || "http"}://${asked}`);
  // Without a host, as HTTP/1.0 may be, it is where the request came in.
  return (seen || URL.parse(url, "http://localhost"))?.origin ?? "http://localhost";
}
