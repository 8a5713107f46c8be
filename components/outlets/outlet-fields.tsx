"use client";

import { useState } from "react";
import type { Category } from "#lib/inbox/schema.ts";
import type { Change } from "../http/use-change.ts";
import { useTextField, type TextFieldState } from "../http/use-text-field.ts";
import { FieldGroup } from "../ui/field-group.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { digestOptions, leastOptions, type ListedOutlet } from "./outlet.ts";

type Digest = (typeof digestOptions)[number]["value"];

/** What an outlet sends and when, as a form holds it. */
export interface OutletFieldsState {
  least: Category;
  setLeast: (least: Category) => void;
  origins: TextFieldState;
  /** The origins that are typed. */
  named: string[];
  digest: Digest;
  setDigest: (digest: Digest) => void;
  time: TextFieldState;
}

/**
 * @param path what stands before a field's name where the change says what is wrong with it: `change.`
 * @param usual from which category on, while nobody has chosen
 */
export function useOutletFields(
  change: Pick<Change<unknown>, "fault">,
  path: string,
  { least: before, ...first }: Partial<Pick<ListedOutlet, "least" | "origins" | "digest" | "digestAt">> = {},
  usual: Category = "info",
): OutletFieldsState {
  const [chosen, setLeast] = useState(before === null ? "info" : before);
  const least = chosen ?? usual;
  const [digest, setDigest] = useState<Digest>(first.digest ?? "now");
  const origins = useTextField(change, `${path}origins`, "Origins", first.origins?.join(", "));
  const time = useTextField(change, `${path}digestAt.time`, "Time", first.digestAt?.time ?? "08:00");
  const named = origins.value.split(/[\s,]+/).filter(Boolean);
  const wrong = named.findIndex((_, n) => change.fault(`${path}origins.${n}`, ""));
  const error = origins.error ?? (wrong < 0 ? undefined : change.fault(`${path}origins.${wrong}`, named[wrong] ?? ""));
  return { least, setLeast, origins: { ...origins, error }, named, digest, setDigest, time };
}

/** From which category on. */
export function LeastField({ least, setLeast }: OutletFieldsState) {
  return (
    <FieldGroup label="What of it">
      <Select label="What of it" value={least} onChange={setLeast} options={leastOptions} className="self-start" />
    </FieldGroup>
  );
}

/** Of which origins. */
export function OriginsField({ origins }: OutletFieldsState) {
  return <TextField {...origins} label="Origins (optional)" name="outlet-origins" autoComplete="off" />;
}

/** How often mails come, and at what time daily ones. */
export function DigestFields({ digest, setDigest, time }: OutletFieldsState) {
  return (
    <>
      <FieldGroup label="How often">
        <Select label="How often" value={digest} onChange={setDigest} options={digestOptions} className="self-start" />
      </FieldGroup>
      {digest === "daily" && <TextField {...time} name="outlet-time" autoComplete="off" className="max-w-32" />}
    </>
  );
}
