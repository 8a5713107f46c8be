import { grouped } from "#lib/grouped.ts";

/** What the button says: how many labs it will ring, as far as that is known. */
export function sendWords(labs: number | undefined): string {
  if (labs === undefined) return "Send";
  if (labs === 0) return "Send to inboxes only";
  return `Send to ${grouped(labs)} ${labs === 1 ? "lab" : "labs"}`;
}

/** The same of a series: how many broadcasts it is, once that is known. */
export function scheduleWords(broadcasts: number): string {
  if (broadcasts === 0) return "Schedule";
  return `Schedule ${broadcasts} ${broadcasts === 1 ? "broadcast" : "broadcasts"}`;
}
