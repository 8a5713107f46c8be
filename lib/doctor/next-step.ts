import type { Check, NextStep } from "./schema.ts";

/** @param delivered whether a message ever reached a lab @returns nothing when there is nothing left to do */
export function nextStep(checks: readonly Check[], delivered: boolean): NextStep | undefined {
  const fault = checks.find(({ state }) => state === "wrong");
  if (fault) return { about: fault.name, todo: fault.todo ?? fault.found };
  if (delivered) return undefined;
  // Without these two no message arrives; what else is off may stay so.
  const missing = checks.find(({ name, state }) => state === "off" && (name === "hub" || name === "lab"));
  if (missing) return { about: missing.name, todo: missing.todo ?? missing.found };
  return { about: "message", todo: "All is ready. Send a first message, to yourself if you like." };
}
