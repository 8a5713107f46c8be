import { off, ok, wrong, type Finding } from "./check.ts";

/** What others sign is not good for longer than some minutes; half of the shortest. */
const mostMs = 60_000;

/** Whether this machine's clock agrees with the database's and the hub's. */
export async function lookAtClock({
  apiUrl,
  databaseMs,
  now,
}: {
  apiUrl: string | undefined;
  databaseMs: number | undefined;
  now: () => number;
}): Promise<Finding> {
  // The database was asked by the true clock of this process.
  const ours = now() - Date.now();
  const hubMs = apiUrl === undefined ? undefined : await hubAhead(apiUrl);
  const others = [
    ["the database", databaseMs],
    ["the hub", hubMs],
  ].filter((each): each is [string, number] => each[1] !== undefined);
  if (others.length === 0) return off("there is no other clock to compare with");
  for (const [name, aheadMs] of others) {
    const apartMs = aheadMs - ours;
    if (Math.abs(apartMs) > mostMs)
      return wrong(
        `this machine's clock is ${Math.round(Math.abs(apartMs) / 1000)} s ${apartMs > 0 ? "behind" : "ahead of"} that of ${name}`,
        "Have both follow a time server (timedatectl set-ntp true): what is signed by one is else too old, or not yet good, at the other.",
      );
  }
  return ok(`the same as that of ${others.map(([name]) => name).join(" and ")}`);
}

/** By the `Date` of an answer, whatever it answers; in whole seconds. */
async function hubAhead(apiUrl: string): Promise<number | undefined> {
  const askedMs = Date.now();
  const answer = await fetch(apiUrl, { signal: AbortSignal.timeout(5000), redirect: "manual" }).catch(() => undefined);
  await answer?.body?.cancel();
  const dateMs = Date.parse(answer?.headers.get("date") ?? "");
  return Number.isNaN(dateMs) ? undefined : dateMs - (askedMs + Date.now()) / 2;
}
