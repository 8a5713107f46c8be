import { badFields } from "#lib/errors.ts";
import { isProposedType } from "#lib/inbox/schema.ts";
import { byMap, categoryOf } from "../by-map.ts";
import type { Kind } from "../delivery.ts";
import { asType } from "../read-as.ts";
import type { InletMap } from "../schema.ts";

/** Any JSON, by a map that says where each part of a notification is found. */
export const json: Kind = {
  proof: "bearer",
  idOf: ({ header }) => header("idempotency-key") ?? header("webhook-id"),
  translate({ json: given }, map) {
    const { type, category, data } = byMap(given, map as InletMap);
    const word = typeof type === "string" ? (isProposedType(type) ? type : asType(type)) : "";
    if (word === "") throw badFields([{ path: "type", message: `there is no text at ${(map as InletMap).type}` }]);
    if (Object.keys(data).length === 0) throw badFields([{ path: "data", message: "nothing of it is there" }]);
    return { drafts: [{ type: word, category: categoryOf(category), data }] };
  },
};
