import type { Category } from "#lib/inbox/schema.ts";
import type { FromOn, OutletChange } from "#lib/outlets/schema.ts";
import { leastOptions, type ListedOutlet } from "./outlet.ts";

/** What of an origin an outlet sends: from a category on, nothing, or as of those that have nothing of their own. */
export type OfOrigin = FromOn | "others";

type Filters = Pick<ListedOutlet, "origins" | "least" | "byOrigin">;

export const fromOnOptions: readonly { value: FromOn; word: string }[] = [
  ...leastOptions,
  { value: "none", word: "Nothing" },
];

/** What is chosen of an origin by itself. */
export function ofOrigin({ origins, least, byOrigin }: Filters, origin: string): OfOrigin {
  if (byOrigin && Object.hasOwn(byOrigin, origin)) return byOrigin[origin] ?? "others";
  return origins?.includes(origin) ? (least ?? "info") : "others";
}

/** What is sent of all origins of which nothing is chosen. */
export const ofOthers = ({ origins, least }: Filters): FromOn => (origins ? "none" : (least ?? "info"));

/** Origins of which something is chosen. */
export const chosenOrigins = ({ origins, byOrigin }: Filters): string[] => [
  ...new Set([...(origins ?? []), ...Object.keys(byOrigin ?? {})]),
];

/** Whether nothing can be sent of all others: something has to be sent of one at least, or the outlet had better be paused. */
export const canBeNone = (filters: Filters): boolean =>
  chosenOrigins(filters).some((origin) => ofOrigin(filters, origin) !== "none");

/** What changes when something is chosen of an origin. */
export function chooseOfOrigin({ origins }: Filters, origin: string, wanted: OfOrigin): OutletChange {
  if (wanted !== "others") return { byOrigin: { [origin]: wanted } };
  if (!origins?.includes(origin)) return { byOrigin: { [origin]: null } };
  const left = origins.filter((each) => each !== origin);
  // An outlet that names origins names one at least.
  return left.length > 0 ? { byOrigin: { [origin]: null }, origins: left } : { byOrigin: { [origin]: "none" } };
}

/** What changes when something is chosen of all others; what is chosen of an origin by itself stays. */
export function chooseOfOthers(filters: Filters, wanted: FromOn): OutletChange {
  const { origins, least } = filters;
  if (wanted === "none")
    return { origins: chosenOrigins(filters).filter((origin) => ofOrigin(filters, origin) !== "none") };
  const before: Category = least ?? "info";
  const named = (origins ?? []).filter((origin) => !Object.hasOwn(filters.byOrigin ?? {}, origin));
  return {
    least: wanted === "info" ? null : wanted,
    origins: null,
    ...(named.length > 0 && { byOrigin: Object.fromEntries(named.map((origin) => [origin, before])) }),
  };
}
