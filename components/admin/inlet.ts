import type { Fate, InletKind, InletMap } from "#lib/inlets/schema.ts";
import type { Action } from "../http/answer.ts";

/** An inlet as an origin's page shows it, with what came to it last. */
export interface ListedInlet {
  id: number;
  kind: InletKind;
  name: string;
  address: string;
  createdBy: string;
  createdISO: string;
  calls: readonly ListedCall[];
}

export interface ListedCall {
  id: number;
  atISO: string;
  event: string | null;
  fate: Fate;
  reason: string | null;
  /** How many notifications it became. */
  published: number;
}

export interface InletRequest {
  origin: string;
  inlet: { kind: InletKind; name?: string; map?: InletMap };
}

export type MakeInlet = Action<InletRequest, { name: string; address: string; secret: string }>;
export type RemoveInlet = Action<{ origin: string; id: number }>;

export const kindWords: Record<InletKind, string> = {
  github: "GitHub",
  gitlab: "GitLab",
  alertmanager: "Alertmanager",
  grafana: "Grafana",
  cloudevents: "CloudEvents",
  json: "Any JSON, by a map",
};

/** Where the secret goes at the sender's. */
export const secretWords: Record<InletKind, string> = {
  github: "Paste the address as Payload URL and this as Secret, with the content type application/json.",
  gitlab: "Paste the address as URL and this as Secret token.",
  alertmanager: "It goes into http_config, authorization, credentials.",
  grafana: "It goes into Authorization Header - Credentials, with the scheme Bearer.",
  cloudevents: "Send it as Authorization: Bearer …",
  json: "Send it as Authorization: Bearer …, or as ?token= in the address where nothing else is possible.",
};
