import type { Notification } from "./schema.ts";
import { plain, sentence } from "./sentence.ts";

type Told = Pick<Notification, "id" | "type" | "category" | "origin" | "data">;

/** What a notification of the desktop says, and where pressing it leads. */
export interface Raised {
  title: string;
  body: string;
  path: `/${string}`;
}

const mostNamed = 3;

/** One for all that came at one time: what it is, or how many there are, and of which origins. */
export function raisedFor(told: readonly [Told, ...Told[]]): Raised {
  const [first] = told;
  if (told.length === 1) {
    const said = sentence(first);
    return { title: plain(said), body: [first.origin, ...said.meta].join(" · "), path: `/?item=${first.id}` };
  }
  const counts = new Map<string, number>();
  for (const { origin } of told) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  const origins = [...counts].sort(([, a], [, b]) => b - a);
  const rest = origins.length - mostNamed;
  const [only] = origins.length === 1 ? origins : [];
  return {
    title: `${told.length} new notifications`,
    body: [
      ...origins.slice(0, mostNamed).map(([origin, count]) => `${origin} ${count}`),
      ...(rest > 0 ? [`${rest} more`] : []),
    ].join(" · "),
    path: only ? `/?origin=${only[0]}` : "/",
  };
}
