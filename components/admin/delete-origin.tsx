"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { useAction } from "../http/use-action.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import type { DeleteOrigin as Delete } from "./origin.ts";

/** Deletes an origin, after asking, and leads back to the list of them. */
export function DeleteOrigin({ name, members, remove }: { name: string; members: number; remove: Delete }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const deleting = useAction(remove, () => {
    toast.success(`${name} is deleted`);
    router.push("/admin/origins");
  });
  return (
    <>
      <Button
        onClick={() => {
          deleting.reset();
          setOpen(true);
        }}
      >
        Delete origin…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete the origin ${name}?`}
        verb="Delete"
        onConfirm={() => deleting.run({ name })}
        pending={deleting.pending}
        error={deleting.failure}
      >
        {members === 0 ? "It has no members. " : members === 1 ? "Its one member leaves it. " : `Its ${members.toLocaleString("en")} members leave it. `}
        What was published under it leaves every inbox, and publishing to it is refused from then on. This can’t be undone.
      </ConfirmDialog>
    </>
  );
}
