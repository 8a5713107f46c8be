import { csvOf } from "#lib/broadcast/csv.ts";
import { getBroadcast } from "#lib/broadcast/get.ts";
import { exportBroadcast } from "#lib/http/endpoints/broadcast.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(exportBroadcast, async ({ ctx, params }) => {
  const { id, details = [] } = await getBroadcast(ctx, params);
  return new Response(csvOf(details), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="broadcast-${id}.csv"`,
    },
  });
});
