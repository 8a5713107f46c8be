"use client";

import { useState } from "react";
import { useChange } from "../http/use-change.ts";
import { useTextField } from "../http/use-text-field.ts";
import { FieldGroup } from "../ui/field-group.tsx";
import { FormDialogButton } from "../ui/form-dialog-button.tsx";
import { DialogForm } from "../ui/form-dialog.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { appriseTyped, typedMap } from "./inlet-map.ts";
import { kindWords, type MakeInlet } from "./inlet.ts";
import { MapFields } from "./map-fields.tsx";

export interface MadeInlet {
  kind: keyof typeof kindWords;
  name: string;
  address: string;
  secret: string;
}

const kinds = Object.entries(kindWords).map(([value, word]) => ({ value: value as keyof typeof kindWords, word }));

interface NewInletProps {
  origin: string;
  make: MakeInlet;
  onMade: (made: MadeInlet) => void;
}

/** The way to an inlet. */
export function NewInlet(props: NewInletProps) {
  return (
    <FormDialogButton icon="plus" word="New inlet" small title="New inlet">
      {(close) => <NewInletForm {...props} onClose={close} />}
    </FormDialogButton>
  );
}

function NewInletForm({ origin, make, onMade, onClose }: NewInletProps & { onClose: () => void }) {
  const [kind, setKind] = useState<keyof typeof kindWords>("github");
  const [map, setMap] = useState(appriseTyped);
  const making = useChange(make, (made) => {
    onMade({ ...made, kind });
    onClose();
  });
  const name = useTextField(making, "inlet.name", "Name");
  return (
    <DialogForm
      verb="Make inlet"
      onSubmit={() =>
        making.run({
          origin,
          inlet: {
            kind,
            ...(name.value.trim() && { name: name.value }),
            ...(kind === "json" && { map: typedMap(map) }),
          },
        })
      }
      change={making}
    >
      <FieldGroup label="What sends">
        <Select label="What sends" value={kind} onChange={setKind} options={kinds} className="self-start" />
      </FieldGroup>
      <TextField {...name} label="Name (optional)" name="inlet-name" autoComplete="off" />
      {kind === "json" && <MapFields map={map} onChange={setMap} fault={making.fault} />}
    </DialogForm>
  );
}
