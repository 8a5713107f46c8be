import { z } from "zod";
import { BelfryError } from "#lib/errors.ts";
import { askHub, type Hub } from "./ask-hub.ts";

const counted = z.object({ _pagination: z.object({ total: z.int().min(0) }) });

/** How many people a hub knows, running labs or not. @throws BelfryError `hub-failed` */
export async function countUsers(hub: Hub): Promise<number> {
  const { json } = await askHub(hub, { path: "/users?limit=1", accept: "application/jupyterhub-pagination+json" });
  const parsed = counted.safeParse(json);
  if (!parsed.success) throw new BelfryError("hub-failed", "The hub did not say how many users it has.");
  return parsed.data._pagination.total;
}
