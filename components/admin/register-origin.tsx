"use client";

import { useState } from "react";
import { toast } from "sonner";
import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { DialogForm, FormDialog } from "../ui/form-dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { RegisterOrigin } from "./origin.ts";

/** The way to a new origin. */
export function NewOrigin({ register }: { register: RegisterOrigin }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Icon name="plus" className="size-4" />
        Register origin
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Register an origin"
        description="Services can publish to it from then on, and its members see what they publish."
      >
        <RegisterForm register={register} onClose={() => setOpen(false)} />
      </FormDialog>
    </>
  );
}

function RegisterForm({ register, onClose }: { register: RegisterOrigin; onClose: () => void }) {
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
