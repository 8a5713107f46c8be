import type { Instance } from "#lib/instance.ts";

/** Our address as browsers see it: as configured, else as the request was sent to it. */
export function publicOrigin(running: Pick<Instance, "env">, request: Pick<Request, "url" | "headers">): string {
  if (running.env.AUTH_URL) return new URL(running.env.AUTH_URL).origin;
  // What a Host header says need not be one.
  const { origin, protocol } = new URL(URL.canParse(request.url) ? request.url : "http://belfry");
  // Next.js fills these in, and those of nobody but a trusted proxy are left by then; its own address is where it listens.
  const [host, proto = protocol] = ["x-forwarded-host", "x-forwarded-proto"].map((name) =>
    request.headers.get(name)?.split(",")[0]?.trim(),
  );
  return (host && URL.parse(`${proto.replace(/:$/, "")}://${host}`)?.origin) || origin;
}
