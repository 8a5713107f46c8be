import { readiness } from "#lib/http/readiness.ts";

export async function GET(): Promise<Response> {
  const state = await readiness();
  return Response.json(state, { status: state.status === "ok" ? 200 : 503, headers: { "Cache-Control": "no-store" } });
}
