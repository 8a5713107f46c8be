import { z } from "zod";
import { largestPage } from "#db/page.ts";
import { someName, wholeNumber } from "./endpoints/parameters.ts";

/** The query of a long list, which is answered in pages. */
export const pageQuery = z.object({
  limit: wholeNumber({ least: 1, most: largestPage, otherwise: largestPage }),
  after: someName.optional().describe("The last name of the page before"),
});

/** For the answers of a long list. */
export const pageHeaders = { Link: '`rel="next"`: where the next page is, while there may be one (RFC 8288)' };

/** The headers of one page of a list. @param names of its rows */
export function nextPage(
  names: readonly string[],
  { limit, find }: z.output<typeof pageQuery> & { find?: string | undefined },
): Record<string, string> {
  const last = names.at(-1);
  if (last === undefined || names.length < limit) return {};
  const query = new URLSearchParams({ ...(find && { find }), limit: String(limit), after: last });
  return { Link: `<?${query}>; rel="next"` };
}
