"use client";

import { useState } from "react";
import type { Change } from "../http/use-change.ts";
import { FieldGroup } from "../ui/field-group.tsx";
import { TextArea } from "../ui/text-area.tsx";
import { TextField } from "../ui/text-field.tsx";
import { preview, type TypedMap } from "./inlet-map.ts";

const sampleAtFirst = '{"title": "Backup", "message": "Done in 3 minutes", "type": "success"}';

/** Where the parts of a notification are found in any JSON, and at once what a sample becomes by that. */
export function MapFields({
  map,
  onChange,
  fault,
}: {
  map: TypedMap;
  onChange: (map: TypedMap) => void;
  fault: Change<unknown>["fault"];
}) {
  const [sample, setSample] = useState(sampleAtFirst);
  const shown = preview(map, sample);
  return (
    <>
      <p className="text-small text-meta">
        A text that begins with a slash is a JSON pointer, such as /build/name; anything else stands as it is. What is
        filled in reads what Apprise sends (json://).
      </p>
      <TextField
        label="Type"
        value={map.type}
        onChange={(type) => onChange({ ...map, type })}
        error={fault("inlet.map.type", "Type")}
      />
      <TextField
        label="Category (optional)"
        value={map.category}
        onChange={(category) => onChange({ ...map, category })}
        error={fault("inlet.map.category", "Category")}
      />
      <TextArea
        label="Data"
        rows={3}
        value={map.data}
        onChange={(data) => onChange({ ...map, data })}
        hint="One a line, as key: /pointer. The inbox shows title, message and url."
        error={fault("inlet.map.data", "Data")}
      />
      <TextArea
        label="Sample"
        rows={3}
        value={sample}
        onChange={setSample}
        hint="Paste what is sent, to see what it becomes."
      />
      <FieldGroup label="Preview">
        <div aria-live="polite" className="rounded-control border border-line bg-sunken px-3 py-2">
          {"fault" in shown ? (
            <p className="text-small text-meta">{shown.fault}</p>
          ) : (
            <>
              <p dir="auto" className="font-medium break-words">
                {shown.title}
              </p>
              <p className="text-small break-words text-meta">
                {[shown.category, shown.meta].filter(Boolean).join(" · ")}
              </p>
            </>
          )}
        </div>
      </FieldGroup>
    </>
  );
}
