"use client";

import { toast } from "sonner";
import { useAction } from "../http/use-action.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import type { ChangeMember, ListedMember } from "./origin.ts";

export interface RemoveMemberProps {
  origin: string;
  member: ListedMember;
  remove: ChangeMember;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Asks before somebody leaves an origin: what they see of it now does not come back when they join again. */
export function RemoveMember({ origin, member: { username, sources }, remove, open, onOpenChange }: RemoveMemberProps) {
  const removing = useAction(remove, () => {
    toast.success(`${username} is no member of ${origin} any more`);
    onOpenChange(false);
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Remove ${username} from ${origin}?`}
      verb="Remove"
      onConfirm={() => removing.run({ origin, username })}
      pending={removing.pending}
      error={removing.failure}
    >
      {username} sees nothing of {origin} from then on, and what is in their inbox of it now is gone for good.
      {sources.includes("hub") && ` The hub’s group ${origin} lists them: they are a member again at their next sign-in, unless that ends too.`}
    </ConfirmDialog>
  );
}
