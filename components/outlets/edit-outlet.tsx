"use client";

import { useState } from "react";
import { useChange } from "../http/use-change.ts";
import { useTextField } from "../http/use-text-field.ts";
import { Button } from "../ui/button.tsx";
import { DialogForm, FormDialog } from "../ui/form-dialog.tsx";
import { TextField } from "../ui/text-field.tsx";
import { toast } from "../ui/toast.ts";
import { DigestFields, LeastField, OriginsField, useOutletFields } from "./outlet-fields.tsx";
import type { ListedOutlet, OutletActions } from "./outlet.ts";

interface EditOutletProps extends Pick<OutletActions, "edit"> {
  ofOrigin: boolean;
  outlet: ListedOutlet;
}

/** The way to what an outlet sends, and when. */
export function EditOutlet(props: EditOutletProps) {
  const [open, setOpen] = useState(false);
  const { host } = props.outlet;
  return (
    <>
      <Button look="quiet" small label={`Edit the outlet to ${host}`} onClick={() => setOpen(true)}>
        Edit…
      </Button>
      <FormDialog title={`What ${host} is told`} open={open} onOpenChange={setOpen}>
        <EditOutletForm {...props} onClose={() => setOpen(false)} />
      </FormDialog>
    </>
  );
}

function EditOutletForm({ outlet, ofOrigin, edit, onClose }: EditOutletProps & { onClose: () => void }) {
  const { id, kind, host, quiet, digestAt } = outlet;
  const editing = useChange(edit, () => {
    toast("success", `The outlet to ${host} is changed`);
    onClose();
  });
  const fields = useOutletFields(editing, "change.", outlet);
  const { least, named, digest, time } = fields;
  // Others are known by where they go. A host that it was never called otherwise than may be longer than a name.
  const hasName = kind === "webhook" || kind === "push";
  const name = useTextField(editing, "change.name", "Name", host);
  const from = useTextField(editing, "change.quiet.from", "Quiet from", quiet?.from);
  const to = useTextField(editing, "change.quiet.to", "Quiet until", quiet?.to);
  const save = () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const hours = { from: from.value.trim(), to: to.value.trim() };
    editing.run({
      id,
      change: {
        ...(hasName && name.value !== host && { name: name.value }),
        least: least === "info" ? null : least,
        origins: named.length > 0 ? named : null,
        quiet: hours.from || hours.to ? { ...hours, zone: quiet?.zone ?? timeZone } : null,
        ...(kind === "email" && { digest, digestAt: { time: time.value.trim(), zone: digestAt?.zone ?? timeZone } }),
      },
    });
  };
  return (
    <DialogForm verb="Save" onSubmit={save} change={editing}>
      {hasName && <TextField {...name} name="outlet-name" autoComplete="off" />}
      <LeastField {...fields} />
      {!ofOrigin && <OriginsField {...fields} />}
      {kind === "email" && <DigestFields {...fields} />}
      <div className="flex flex-wrap gap-3">
        <TextField
          {...from}
          label="Quiet from (optional)"
          name="outlet-quiet-from"
          autoComplete="off"
          className="w-40"
        />
        <TextField {...to} label="Quiet until (optional)" name="outlet-quiet-to" autoComplete="off" className="w-40" />
      </div>
      <p className="text-small text-meta">
        Times such as 22:00, in {quiet?.zone ?? "your time zone"}. What arrives in quiet hours is sent after them.
      </p>
    </DialogForm>
  );
}
