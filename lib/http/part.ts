import { z } from "zod";
import { largestPart } from "#lib/origins/part.ts";
import { someName, wholeNumber } from "./endpoints/parameters.ts";

/** The query of a long list, which is answered in parts. */
export const partQuery = z.object({
  limit: wholeNumber({ least: 1, most: largestPart, otherwise: largestPart }),
  after: someName.optional().describe("The last name of the part before"),
});

/** For the answers of a long list. */
export const partHeaders = { Link: '`rel="next"`: where the next part is, while there may be one (RFC 8288)' };

/** The headers of one part of a list. @param names of its rows */
export function nextPart(names: readonly string[], { limit }: z.output<typeof partQuery>): Record<string, string> {
  const last = names.at(-1);
  if (last === undefined || names.length < limit) return {};
  return { Link: `<?${new URLSearchParams({ limit: String(limit), after: last })}>; rel="next"` };
}
