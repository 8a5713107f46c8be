"use client";

import { useState } from "react";
import type { Category } from "#lib/inbox/schema.ts";
import type { OutletInput, OutletKind, OutletShape } from "#lib/outlets/schema.ts";
import { useChange } from "../http/use-change.ts";
import { useTextField } from "../http/use-text-field.ts";
import { FieldGroup } from "../ui/field-group.tsx";
import { FormDialogButton } from "../ui/form-dialog-button.tsx";
import { DialogForm } from "../ui/form-dialog.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { DigestFields, LeastField, OriginsField, useOutletFields } from "./outlet-fields.tsx";
import { shapeWords, type OutletActions } from "./outlet.ts";
import { SubscribeError, subscribeHere } from "./subscribe-here.ts";

type Told = OutletShape | "plain" | "email" | "push" | "lab";
/** What is asked for; of a browser, it still has to subscribe. */
type Asked = Exclude<OutletInput, { kind: "push" }> | { kind: "push"; least?: Category; origins?: string[] };
const webhooks = Object.entries(shapeWords).map(([value, word]) => ({ value: value as Told, word }));
export interface MadeOutlet {
  kind: OutletKind;
  host: string;
  /** None where nothing is signed. */
  secret?: string;
}

/** What somebody is rarely away from says less by itself. */
const usualLeast: Partial<Record<Told, Category>> = { push: "warning", lab: "warning" };

interface NewOutletProps extends Pick<OutletActions, "make"> {
  /** For an origin, which has nothing of others to choose from. */
  ofOrigin: boolean;
  /** Whether mails can be sent. */
  mails: boolean;
  /** Whether they have labs that can be rung, and are not yet. */
  labs: boolean;
  /** What browsers subscribe with; nothing where none is told. */
  pushKey: string | undefined;
  onMade: (made: MadeOutlet) => void;
}

/** The way to an outlet. */
export function NewOutlet(props: NewOutletProps) {
  return (
    <FormDialogButton icon="plus" word="New outlet" small title="New outlet">
      {(close) => <NewOutletForm {...props} onClose={close} />}
    </FormDialogButton>
  );
}

function NewOutletForm({
  make,
  ofOrigin,
  mails,
  labs,
  pushKey,
  onMade,
  onClose,
}: NewOutletProps & { onClose: () => void }) {
  const [told, setTold] = useState<Told>("slack");
  const making = useChange(
    async (asked: Asked) => {
      if (asked.kind !== "push" || pushKey === undefined) return make(asked as OutletInput);
      try {
        return await make({ ...asked, ...(await subscribeHere(pushKey)) });
      } catch (error) {
        if (!(error instanceof SubscribeError)) throw error;
        return { refused: { message: error.message, errors: [] } };
      }
    },
    (made) => {
      onMade(made);
      onClose();
    },
  );
  const url = useTextField(making, "url", "Address");
  const name = useTextField(making, "name", "Name");
  const to = useTextField(making, "to", "E-mail address");
  const fields = useOutletFields(making, "", {}, usualLeast[told]);
  const { least, named, digest, time } = fields;
  const kinds: { value: Told; word: string }[] = [
    ...webhooks,
    ...(mails ? [{ value: "email" as const, word: "E-mail" }] : []),
    ...(pushKey !== undefined ? [{ value: "push" as const, word: "This browser" }] : []),
    ...(labs ? [{ value: "lab" as const, word: "My running labs" }] : []),
  ];
  const place = (): Asked => {
    if (told === "lab" || told === "push") return { kind: told };
    if (told !== "email")
      return {
        kind: "webhook",
        url: url.value,
        ...(name.value.trim() !== "" && { name: name.value }),
        ...(told !== "plain" && { shape: told }),
      };
    const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
    return { kind: "email", to: to.value.trim(), digest, digestAt: { time: time.value.trim(), zone } };
  };
  return (
    <DialogForm
      verb="Make outlet"
      onSubmit={() =>
        making.run({
          ...place(),
          ...(least !== "info" && { least }),
          ...(named.length > 0 && { origins: named }),
        })
      }
      change={making}
    >
      <FieldGroup label="Who is told">
        <Select label="Who is told" value={told} onChange={setTold} options={kinds} className="self-start" />
      </FieldGroup>
      {!mails && (
        <p className="text-small text-meta">E-mail is off here: no mail server is set (SMTP_URL, MAIL_FROM).</p>
      )}
      {told === "email" ? (
        <>
          <TextField {...to} name="outlet-to" autoComplete="email" />
          <DigestFields {...fields} />
        </>
      ) : told === "push" ? (
        <p className="text-small text-meta">
          A notification of the system’s, with no page of Belfry open too: one for what arrives at one time.
        </p>
      ) : told === "lab" ? (
        <p className="text-small text-meta">A toast in each lab that runs when it arrives, ten an hour at most.</p>
      ) : (
        <>
          <TextField {...url} name="outlet-url" autoComplete="off" />
          <TextField {...name} label="Name (optional)" name="outlet-name" autoComplete="off" />
        </>
      )}
      <LeastField {...fields} />
      {!ofOrigin && <OriginsField {...fields} />}
    </DialogForm>
  );
}
