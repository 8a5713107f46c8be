import { messageFault, recipientsFault } from "#lib/broadcast/message.ts";
import type { BroadcastRequest, SeriesRequest } from "#lib/broadcast/schema.ts";
import {
  autoCloseMs,
  longestCustomH,
  longestCustomS,
  validForS,
  type Audience,
  type Draft,
  type DraftFault,
} from "./draft.ts";
import { seriesOf } from "./draft-series.ts";
import { fromLocalMinute, isoWithOffset } from "./send-time.ts";

/**
 * What would be sent, once there are no faults. What a message and a name may be is asked where the server asks it, so
 * the words are the server's; all else a form can hold only as it is to be.
 * @param nowMs a time to send at must be later than this
 * @param series what {@link seriesOf} says of it, where that is known already
 */
export function checkDraft(
  draft: Draft,
  nowMs: number,
  series = seriesOf(draft, nowMs),
): { request: BroadcastRequest | SeriesRequest; faults: DraftFault[] } {
  const length = autoCloseMs(draft);
  const validFor = validForS(draft);
  const sendAt = draft.when === "later" ? fromLocalMinute(draft.sendAt) : undefined;
  const chosen = draft.audience === "chosen" ? [...draft.chosen] : undefined;
  const leftOut = draft.audience === "all" ? [] : [...draft.leftOut];
  const common = {
    message: draft.message,
    variant: draft.variant,
    autoClose: length ?? false,
    ...(chosen && { recipients: chosen }),
    ...(leftOut.length > 0 && { except: leftOut }),
    ...(validFor && { validFor }),
    ...(!draft.immediate && { immediate: false }),
  };
  const { rule, fault: unruly } = series;
  const request = { ...common, ...(sendAt && { sendAt: isoWithOffset(sendAt) }), ...rule };
  const faults: DraftFault[] = [];
  const unfit = messageFault(draft.message) ?? (unruly?.field === "message" ? unruly.message : undefined);
  if (unfit !== undefined) faults.push({ field: "message", message: unfit });
  const nobody = audienceFault(draft);
  if (nobody !== undefined) faults.push({ field: "recipients", message: nobody });
  if (length === undefined)
    faults.push({
      field: "autoClose",
      message: `Auto-close takes more than 0 and up to ${longestCustomS} seconds (24 h)`,
    });
  if (unruly?.field === "when") faults.push(unruly);
  if (draft.when === "later" && !sendAt) faults.push({ field: "when", message: "Choose a day and a time" });
  if (sendAt && sendAt.getTime() <= nowMs)
    faults.push({ field: "when", message: "That time has passed; choose a later one" });
  if (validFor === undefined)
    faults.push({
      field: "validFor",
      message: `Valid for takes more than 0 and up to ${longestCustomH} hours (30 days)`,
    });
  return { request, faults };
}

/** Why it is for nobody, or not for whom it is meant, in words. */
function audienceFault({ audience, chosen, leftOut }: Audience): string | undefined {
  if (audience === "all") return undefined;
  if (audience === "chosen" && chosen.length === 0) return "Nobody is chosen yet";
  if (audience === "but" && leftOut.length === 0) return "Nobody is left out yet";
  return (audience === "chosen" ? recipientsFault(chosen) : undefined) ?? recipientsFault(leftOut);
}
