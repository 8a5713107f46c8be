import { cache } from "react";
import type { Actor } from "#lib/ctx.ts";
import { overview } from "#lib/inbox/overview.ts";
import { instance, systemCtx } from "#lib/instance.ts";

/** A person's inbox as the pages show it: read once for the frame around a page and the page itself. */
export const fairOverview = cache((actor: Actor) => overview({ ...systemCtx(instance()), actor }, { fair: true }));
