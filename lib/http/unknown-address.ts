import { BelfryError } from "#lib/errors.ts";
import { instance } from "#lib/instance.ts";
import { toResponse } from "./answer.ts";
import { problem } from "./problem.ts";

/** Below the API a program asks, so what nobody declared is answered as a program reads it, not with a page. */
export async function unknownAddress(): Promise<Response> {
  return toResponse(
    problem(
      new BelfryError("not-found", "There is nothing at this address. /api/openapi.json lists what there is."),
      instance().log,
    ),
  );
}
