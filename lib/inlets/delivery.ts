import type { Category, NewNotification } from "#lib/inbox/schema.ts";
import type { InletKind } from "./schema.ts";

/** What somebody sent to an inlet, with its proof found good. */
export interface Delivery {
  /** One header. @param name in lower case */
  header: (name: string) => string | undefined;
  /** The body, read as JSON. */
  json: unknown;
}

/** A notification as a kind makes it; its origin is the inlet's. */
export type Draft = Pick<NewNotification, "type" | "data" | "timestamp"> & { category?: Category | undefined };

/** What a delivery becomes: notifications, in their order, or nothing and why. */
export type Translated = { drafts: Draft[] } | { ignored: string };

/** What has to be known of a vendor. */
export interface Kind {
  /** How a sender shows that they have the secret: a signature with it, or the secret itself in a header or as a bearer's. */
  proof: "signature" | "gitlab-token" | "bearer";
  /** What tells a delivery from any other; left out where the vendor says nothing of the sort. */
  idOf?: (delivery: Delivery) => string | undefined;
  /** What came, in the vendor's words, for the list of calls. */
  eventOf?: (delivery: Delivery) => string | undefined;
  /** @throws BelfryError `bad-input` for what can't be understood */
  translate: (delivery: Delivery, map: unknown) => Translated;
}

export type Kinds = Record<InletKind, Kind>;
