import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { autoCloseLengths, emptyDraft, validForLengths, type Draft } from "./draft.ts";
import { toLocalMinute } from "./send-time.ts";

/** How a stored closing time stands on the form; one that is none of the usual lengths is a custom one. */
export function autoCloseOnForm(
  autoClose: number | false,
): Pick<Draft, "autoClose" | "autoCloseLength" | "customSeconds"> {
  const { autoCloseLength, customSeconds } = emptyDraft;
  if (autoClose === false) return { autoClose: false, autoCloseLength, customSeconds };
  const usual = autoCloseLengths.find((length) => length === String(autoClose));
  return {
    autoClose: true,
    autoCloseLength: usual ?? "custom",
    customSeconds: usual ? customSeconds : String(autoClose / 1000),
  };
}

/** A scheduled broadcast, back on the form. */
export function draftOf({
  message,
  type,
  autoClose,
  immediate,
  recipients,
  except,
  sendAtISO,
  validFor,
}: BroadcastDocument["broadcast"]): Draft {
  const usual = validForLengths.find((length) => length === String(validFor));
  return {
    ...emptyDraft,
    ...autoCloseOnForm(autoClose),
    message,
    variant: type,
    immediate,
    audience: recipients ? "chosen" : except ? "but" : "all",
    chosen: recipients ?? [],
    leftOut: except ?? [],
    ...(sendAtISO !== null && { when: "later" as const, sendAt: toLocalMinute(new Date(sendAtISO)) }),
    ...(validFor !== null && {
      validFor: usual ?? "custom",
      customHours: usual ? emptyDraft.customHours : String(validFor / 3600),
    }),
  };
}
