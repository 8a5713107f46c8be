import { z } from "zod";
import { textFault } from "#lib/storable.ts";
import { linkNameFault, longestName, longestTemplate, mostLinks, templateFault, type Links } from "./links.ts";

const documented = z
  .record(
    z
      .string()
      .max(longestName)
      .regex(/^\S(.*\S)?$/),
    z
      .string()
      .max(longestTemplate)
      .regex(/^[hH][tT][tT][pP][sS]?:\/\/[^/?#{}@\s]+([/?#]|$)/),
  )
  .meta({ maxProperties: mostLinks });

/** An origin's links, each by its name; what is wrong with one is said of it. */
export const linksInput = z
  .record(z.string(), z.string("must be text"), "must be an object")
  .superRefine((links: Links, ctx) => {
    const entries = Object.entries(links);
    if (entries.length > mostLinks) ctx.addIssue({ code: "custom", message: `has more than ${mostLinks} links` });
    for (const [name, template] of entries.slice(0, mostLinks)) {
      const fault = linkNameFault(name) ?? textFault(name) ?? templateFault(template) ?? textFault(template);
      if (fault !== undefined) ctx.addIssue({ code: "custom", path: [name], message: fault });
    }
  })
  .meta({ documented });
