"use client";

import { useId, useState } from "react";
import { linkNameFault, linkOfTemplate, mostLinks, templateFault, type Links } from "#lib/origins/links.ts";
import type { Action } from "../http/answer.ts";
import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { TextField } from "../ui/text-field.tsx";
import { toast } from "../ui/toast.ts";

export type SetLinks = Action<{ name: string; links: Links }>;

/** A build as a service would publish it, to see where a link leads. */
const sample = {
  type: "job-finished",
  id: 4096,
  data: {
    package: "node",
    version: "24.21.0",
    release: "20261120093015",
    group_id: "5120",
    job_id: "81744",
    channel: "stable",
    status: "Complete",
    source: "user:cnunciato",
  },
};

interface Line {
  key: number;
  name: string;
  template: string;
}

/** The links that stand with an origin's notifications: a build's log, a package's page. */
export function OriginLinks({ origin, links, setLinks }: { origin: string; links: Links; setLinks: SetLinks }) {
  const id = useId();
  const [lines, setLines] = useState<Line[]>(() =>
    Object.entries(links).map(([name, template], key) => ({ key, name, template })),
  );
  const [checked, setChecked] = useState(false);
  const saving = useChange(setLinks, () => toast("success", "The links are saved"));
  const change = (key: number, changed: Partial<Line>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...changed } : line)));
  const written = lines.filter(({ name, template }) => name.trim() !== "" || template.trim() !== "");
  const nameFault = ({ key, name }: Line) =>
    lines.some((other) => other.key < key && other.name.trim() === name.trim())
      ? "is another link’s"
      : linkNameFault(name.trim());
  const save = () => {
    setChecked(true);
    if (written.some((line) => nameFault(line) ?? templateFault(line.template.trim()))) return false;
    return saving.run({
      name: origin,
      links: Object.fromEntries(written.map(({ name, template }) => [name.trim(), template.trim()])),
    });
  };
  return (
    <Card title="Links" titleId={id}>
      <Form
        change={saving}
        onSubmit={save}
        className="px-4 pt-1 pb-4 sm:px-5 sm:pb-5"
        buttons={
          <div className="flex flex-wrap gap-2">
            <Button type="submit" pending={saving.pending}>
              Save links
            </Button>
            <Button
              look="quiet"
              disabled={lines.length >= mostLinks}
              onClick={() => setLines([...lines, { key: (lines.at(-1)?.key ?? -1) + 1, name: "", template: "" }])}
            >
              <Icon name="plus" className="size-4" />
              Add a link
            </Button>
          </div>
        }
      >
        <p className="text-soft">
          They stand with each notification of this origin that says what they need. A word in braces stands for a field
          of its data, such as <code className="font-mono">{"{job_id}"}</code>;{" "}
          <code className="font-mono">{"{ident}"}</code> is the package in full.
        </p>
        {lines.map((line) => {
          const { key, name, template } = line;
          const wrong = template.trim() === "" ? undefined : templateFault(template.trim());
          const fault = checked && written.includes(line) ? nameFault(line) : undefined;
          const missing = checked && written.includes(line) ? templateFault(template.trim()) : wrong;
          const href =
            wrong === undefined && template.trim() !== "" && linkOfTemplate(template.trim(), { ...sample, origin });
          return (
            <div key={key} className="flex flex-col gap-1.5">
              <div className="flex items-start gap-2 max-sm:flex-wrap">
                <TextField
                  label="Name"
                  value={name}
                  onChange={(changed) => change(key, { name: changed })}
                  error={fault && `Name ${fault}`}
                  autoComplete="off"
                  className="w-full sm:w-40"
                />
                <TextField
                  label="Address"
                  value={template}
                  onChange={(changed) => change(key, { template: changed })}
                  error={missing && `Address ${missing}`}
                  autoComplete="off"
                  className="min-w-0 flex-1"
                />
                <Button
                  look="quiet"
                  label={`Remove ${name.trim() || "this link"}`}
                  onClick={() => setLines(lines.filter((other) => other.key !== key))}
                  className="mt-6.5"
                >
                  <Icon name="x" className="size-4" />
                </Button>
              </div>
              <p role="status" className="text-small text-meta [overflow-wrap:anywhere] empty:hidden">
                {href && `For build 81744 of node: ${href}`}
                {href === undefined && "A build says less than that, so it would have no such link."}
              </p>
            </div>
          );
        })}
      </Form>
    </Card>
  );
}
