import { exchange } from "./exchange.ts";
import { labRequest, type LabRequest } from "./lab-request.ts";

/** Whether a lab has the receiving extension; `unreachable` where neither can be told. */
export type Extension = "installed" | "missing" | "unreachable";

/** Asks a lab, without sending anything, whether it has the extension: that knows POST alone and answers a GET with 405. */
export async function probeLab(request: LabRequest): Promise<Extension> {
  const { status } = await exchange(labRequest(request));
  if (status === 405) return "installed";
  return status === 404 ? "missing" : "unreachable";
}
