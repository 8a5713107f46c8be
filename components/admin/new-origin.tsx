"use client";

import { toast } from "../ui/toast.ts";
import { useChange } from "../http/use-change.ts";
import { useTextField } from "../http/use-text-field.ts";
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
  const registering = useChange(register, (made, { name }) => {
    if (made) toast("success", `${name.trim()} is registered`);
    else toast("info", `${name.trim()} was registered before; it stays as it is`);
    onClose();
  });
  const name = useTextField(registering, "name", "Name");
  return (
    <DialogForm verb="Register" onSubmit={() => registering.run({ name: name.value })} change={registering}>
      <TextField {...name} name="origin-name" autoComplete="off" />
    </DialogForm>
  );
}
