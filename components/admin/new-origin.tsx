"use client";

import { useState } from "react";
import { toast } from "sonner";
import { useChange } from "../http/use-change.ts";
import { FormDialogButton } from "../ui/form-dialog-button.tsx";
import { DialogForm } from "../ui/form-dialog.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { RegisterOrigin } from "./origin.ts";

/** The way to a new origin. */
export function NewOrigin({ register }: { register: RegisterOrigin }) {
  return (
    <FormDialogButton
      icon="plus"
      word="Register origin"
      look="primary"
      title="Register an origin"
      description="Services can publish to it from then on, and its members see what they publish."
    >
      {(close) => <NewOriginForm register={register} onClose={close} />}
    </FormDialogButton>
  );
}

function NewOriginForm({ register, onClose }: { register: RegisterOrigin; onClose: () => void }) {
  const [name, setName] = useState("");
  const registering = useChange(register, () => {
    toast.success(`${name.trim()} is registered`);
    onClose();
  });
  return (
    <DialogForm
      verb="Register"
      onSubmit={() => registering.run({ name })}
      pending={registering.pending}
      failure={registering.failure}
    >
      <TextField
        label="Name"
        name="origin-name"
        autoComplete="off"
        value={name}
        onChange={setName}
        error={registering.fault("name", "Name")}
      />
    </DialogForm>
  );
}
