import type { Database } from "#db/client.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { newPerson } from "./person.ts";
import type { Verbs } from "./verbs.ts";

/** What is done to an inbox. */
export const deeds = [
  "publish",
  "tell",
  "clear",
  "read",
  "one",
  "dismiss",
  "undo",
  "mute",
  "join",
  "leave",
  "remove",
] as const;
export type Deed = (typeof deeds)[number];

/** One person and one origin at which things are done, one after the other or at once. */
export interface Place {
  ctx: Ctx;
  origin: string;
  undoToken?: string;
}

/** A new origin, and somebody who belongs to it alone. */
export async function newPlace(verbs: Verbs, admin: Ctx, database: Database, origin: string): Promise<Place> {
  const ctx = await newPerson(database);
  await verbs.registerOrigin(admin, { name: origin });
  await verbs.addMember(admin, { origin, username: ctx.actor.username });
  return { ctx, origin };
}

/**
 * Does it at one instance. What others' deeds make impossible is no failure.
 * @param at gives somebody as they are at that instance
 */
export async function perform(
  verbs: Verbs,
  deed: Deed,
  { place, admin, at }: { place: Place; admin: Ctx; at: (ctx: Ctx) => Ctx },
): Promise<void> {
  await act(verbs, deed, place, { ctx: at(place.ctx), boss: at(admin) }).catch((error: unknown) => {
    if (!(error instanceof BelfryError && ["not-found", "conflict"].includes(error.code))) throw error;
  });
}

async function act(verbs: Verbs, deed: Deed, place: Place, { ctx, boss }: { ctx: Ctx; boss: Ctx }): Promise<void> {
  const { origin } = place;
  const member = { origin, username: ctx.actor.username };
  switch (deed) {
    case "publish":
      await verbs.publish(boss, { type: "note", origin, data: {} });
      return;
    case "tell":
      await verbs.publish(boss, { type: "note", origin, data: {}, to: { users: [ctx.actor.username] } });
      return;
    case "clear":
      place.undoToken = (await verbs.clear(ctx, {})).undoToken;
      return;
    case "read":
      place.undoToken = (await verbs.markRead(ctx, { origin })).undoToken;
      return;
    case "one":
    case "dismiss": {
      const id = (await verbs.list(ctx, { limit: 5 })).groups[0]?.notifications.at(-1)?.id;
      if (id === undefined) return;
      if (deed === "one") return verbs.markOne(ctx, { origin, id, read: false });
      place.undoToken = (await verbs.dismiss(ctx, { origin, id })).undoToken;
      return;
    }
    case "undo":
      return place.undoToken === undefined ? undefined : verbs.undo(ctx, { token: place.undoToken });
    case "mute":
      return verbs.mute(ctx, { origin, muted: true });
    case "join":
      await verbs.addMember(boss, member);
      return;
    case "leave":
      return verbs.removeMember(boss, member);
    case "remove":
      await verbs.removeOrigin(boss, { name: origin });
      await verbs.registerOrigin(boss, { name: origin });
      return;
  }
}
