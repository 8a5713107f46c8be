"use client";

import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { cx } from "../ui/cx.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Table, cellClass, deskOnly, rowClass } from "../ui/table.tsx";
import type { ChangeMember, ListedMember } from "./origin.ts";
import { RemoveMemberDialog } from "./remove-member-dialog.tsx";

const heads = [
  { word: "Username" },
  { word: "Made a member by", className: `${deskOnly} sm:w-[28%]` },
  { word: "Since", className: `${deskOnly} sm:w-[18%]` },
  { word: "Actions", className: "w-28 sm:w-32", hidden: true },
];

function sourceWords(sources: ListedMember["sources"]): string {
  const words = { admin: "Admin", hub: "Hub group", oidc: "Single sign-on group" };
  return sources.map((source) => words[source]).join(" and ");
}

/** Who belongs to an origin, who says so, and the way out. */
export function MemberList({
  origin,
  members,
  remove,
}: {
  origin: string;
  members: readonly ListedMember[];
  remove: ChangeMember;
}) {
  // Who it is about stays while the dialog fades out.
  const [leaving, setLeaving] = useState<ListedMember>();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Table label={`Members of ${origin}`} heads={heads}>
        {members.map((member) => (
          <tr key={member.username} className={rowClass}>
            <th scope="row" className={cx(cellClass, "font-normal")}>
              <span dir="auto" className="block truncate text-start font-medium" title={member.username}>
                {member.username}
              </span>
              <span className="block truncate text-small text-meta sm:hidden">
                {sourceWords(member.sources)} · <RelativeTime iso={member.sinceISO} />
              </span>
            </th>
            <td className={cx(cellClass, deskOnly, "text-soft")}>{sourceWords(member.sources)}</td>
            <td className={cx(cellClass, deskOnly, "text-small text-meta")}>
              <RelativeTime iso={member.sinceISO} />
            </td>
            <td className={cx(cellClass, "text-right")}>
              <Button
                look="quiet"
                small
                label={`Remove ${member.username}`}
                onClick={() => {
                  setLeaving(member);
                  setOpen(true);
                }}
              >
                Remove…
              </Button>
            </td>
          </tr>
        ))}
      </Table>
      {leaving && (
        <RemoveMemberDialog
          key={leaving.username}
          origin={origin}
          member={leaving}
          remove={remove}
          open={open}
          onOpenChange={setOpen}
        />
      )}
    </>
  );
}
