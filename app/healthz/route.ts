/** Alive: the process answers. It says nothing of the database; that is what `/readyz` is for. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}
