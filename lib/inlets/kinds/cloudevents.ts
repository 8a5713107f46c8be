import { z } from "zod";
import { BelfryError } from "#lib/errors.ts";
import { categories, isProposedType } from "#lib/inbox/schema.ts";
import type { Delivery, Draft, Kind } from "../delivery.ts";
import { asType, momentOf, present, readAs, someText, webAddress } from "../read-as.ts";

/** An event in version 1.0, whatever way it came. */
const event = z.looseObject({
  specversion: z.literal("1.0", "must be 1.0"),
  id: z.string().min(1, "must not be empty"),
  source: z.string().min(1, "must not be empty"),
  type: z.string().min(1, "must not be empty"),
  subject: someText,
  time: someText,
  data: z.unknown().optional(),
  data_base64: z.unknown().optional(),
});
type Event = z.output<typeof event>;

const mediaType = (delivery: Delivery) => delivery.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "";

/**
 * The events of a delivery: structured or a batch by its media type, else binary, with the attributes in headers.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
function eventsOf(delivery: Delivery): Event[] {
  const type = mediaType(delivery);
  if (type === "application/cloudevents-batch+json") return readAs(z.array(event).max(500), delivery.json);
  if (type === "application/cloudevents+json") return [readAs(event, delivery.json)];
  if (delivery.header("ce-specversion") === undefined)
    throw new BelfryError(
      "bad-input",
      "There is no CloudEvent in it: neither by its Content-Type nor by ce-specversion.",
      {
        errors: [{ path: "ce-specversion", message: "is missing" }],
      },
    );
  const attribute = (name: string) => {
    const value = delivery.header(`ce-${name}`);
    return value === undefined ? undefined : decoded(value);
  };
  const names = ["specversion", "id", "source", "type", "subject", "time", "category"];
  const attributes = present(Object.fromEntries(names.map((name) => [name, attribute(name)])));
  return [readAs(event, { ...attributes, data: delivery.json })];
}

/** Header values are percent-encoded, where they had to be. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function draftOf({ type, source, id, subject, time, data, ...more }: Event): Draft {
  if (more.data_base64 !== undefined)
    throw new BelfryError("bad-input", "data_base64: is not JSON, which alone can be shown.", {
      errors: [{ path: "data_base64", message: "is not JSON, which alone can be shown" }],
    });
  const held = typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
  const category = z.enum(categories).safeParse(more["category"] ?? held["category"]).data;
  const timestamp = momentOf(time);
  // Whoever speaks of builds in our own words is understood to the letter.
  if (isProposedType(type)) return { type, category, data: held, timestamp };
  const text = (name: string) => (typeof held[name] === "string" ? held[name] : undefined);
  return {
    type: asType(type) || "event",
    category,
    data: present({
      title: text("title") ?? subject ?? type,
      message: text("message"),
      url: webAddress(text("url")),
      type,
      source,
      id,
      subject,
      data,
    }),
    timestamp,
  };
}

/** CloudEvents 1.0 by HTTP: structured, binary, and batches. */
export const cloudevents: Kind = {
  proof: "bearer",
  // By the specification what has the same source and id is the same event.
  idOf: (delivery) => JSON.stringify(eventsOf(delivery).map(({ source, id }) => [source, id])),
  eventOf: (delivery) => eventsOf(delivery)[0]?.type,
  translate(delivery) {
    const events = eventsOf(delivery);
    return events.length === 0 ? { ignored: "There is no event in it." } : { drafts: events.map(draftOf) };
  },
};
