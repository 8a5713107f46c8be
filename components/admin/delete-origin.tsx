"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmAction } from "../http/confirm-action.tsx";
import { Button } from "../ui/button.tsx";
import type { DeleteOrigin as Delete } from "./origin.ts";
import { grouped } from "#lib/grouped.ts";

/** Deletes an origin, after asking, and leads back to the list of them. */
export function DeleteOrigin({ name, members, remove }: { name: string; members: number; remove: Delete }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  return (
    <>
      <Button onClick={() => setOpen(true)}>Delete origin…</Button>
      <ConfirmAction
        open={open}
        onOpenChange={setOpen}
        title={`Delete the origin ${name}?`}
        verb="Delete"
        action={remove}
        given={{ name }}
        toastWords={`${name} is deleted`}
        onDone={() => router.push("/admin/origins")}
      >
        {members === 0
          ? "It has no members. "
          : members === 1
            ? "Its one member leaves it. "
            : `Its ${grouped(members)} members leave it. `}
        What was published under it leaves every inbox, and publishing to it is refused from then on. This can’t be
        undone.
      </ConfirmAction>
    </>
  );
}
