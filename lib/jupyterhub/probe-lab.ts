import { exchange } from "./exchange.ts";
import { labRequest, type LabRequest } from "./lab-request.ts";

/** Whether a lab has the receiving extension; `unreachable` where neither can be told. */
export type Extension = "installed" | "missing" | "unreachable";

/** What a lab answered to it, as `postOnce` has it. */
export interface Probe {
  extension: Extension;
  httpStatus: number | undefined;
  reason: string | undefined;
  durationMs: number | null;
}

/** Asks a lab, without sending anything, whether it has the extension: that knows POST alone and answers a GET with 405. */
export async function probeLab(request: LabRequest): Promise<Probe> {
  const { status, reason, end, durationMs } = await exchange(labRequest(request));
  return {
    extension: status === 405 ? "installed" : status === 404 ? "missing" : "unreachable",
    httpStatus: status,
    reason,
    durationMs: end === "unsent" ? null : Math.round(durationMs),
  };
}
