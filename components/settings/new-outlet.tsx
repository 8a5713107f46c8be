"use client";

import { useState } from "react";
import type { Category } from "#lib/inbox/schema.ts";
import type { OutletShape } from "#lib/outlets/schema.ts";
import { useChange } from "../http/use-change.ts";
import { useTextField } from "../http/use-text-field.ts";
import { FieldGroup } from "../ui/field-group.tsx";
import { FormDialogButton } from "../ui/form-dialog-button.tsx";
import { DialogForm } from "../ui/form-dialog.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { shapeWords, type OutletActions } from "./outlet.ts";

const shapes = Object.entries(shapeWords).map(([value, word]) => ({ value: value as OutletShape | "plain", word }));
const categories: readonly { value: Category; word: string }[] = [
  { value: "info", word: "Everything" },
  { value: "success", word: "Successes, warnings and errors" },
  { value: "warning", word: "Warnings and errors" },
  { value: "error", word: "Errors alone" },
];

export interface MadeOutlet {
  host: string;
  secret: string;
}

interface NewOutletProps extends Pick<OutletActions, "make"> {
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

function NewOutletForm({ make, onMade, onClose }: NewOutletProps & { onClose: () => void }) {
  const [shape, setShape] = useState<OutletShape | "plain">("slack");
  const [least, setLeast] = useState<Category>("info");
  const making = useChange(make, (made) => {
    onMade(made);
    onClose();
  });
  const url = useTextField(making, "url", "Address");
  const origins = useTextField(making, "origins", "Origins");
  const named = origins.value.split(/[\s,]+/).filter(Boolean);
  const wrongOrigin = named.findIndex((_, n) => making.fault(`origins.${n}`, ""));
  return (
    <DialogForm
      verb="Make outlet"
      onSubmit={() =>
        making.run({
          kind: "webhook",
          url: url.value,
          ...(shape !== "plain" && { shape }),
          ...(least !== "info" && { least }),
          ...(named.length > 0 && { origins: named }),
        })
      }
      change={making}
    >
      <FieldGroup label="Who is told">
        <Select label="Who is told" value={shape} onChange={setShape} options={shapes} className="self-start" />
      </FieldGroup>
      <TextField {...url} name="outlet-url" autoComplete="off" />
      <FieldGroup label="What of it">
        <Select label="What of it" value={least} onChange={setLeast} options={categories} className="self-start" />
      </FieldGroup>
      <TextField
        {...origins}
        label="Origins (optional)"
        name="outlet-origins"
        autoComplete="off"
        error={
          origins.error ??
          (wrongOrigin < 0 ? undefined : making.fault(`origins.${wrongOrigin}`, named[wrongOrigin] ?? ""))
        }
      />
    </DialogForm>
  );
}
