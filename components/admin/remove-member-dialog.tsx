import { ConfirmAction } from "../http/confirm-action.tsx";
import type { ChangeMember, ListedMember } from "./origin.ts";

export interface RemoveMemberDialogProps {
  origin: string;
  member: ListedMember;
  remove: ChangeMember;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Asks before somebody leaves an origin: what they see of it now does not come back when they join again. */
export function RemoveMemberDialog({
  origin,
  member: { username, sources },
  remove,
  ...dialog
}: RemoveMemberDialogProps) {
  return (
    <ConfirmAction
      {...dialog}
      title={`Remove ${username} from ${origin}?`}
      verb="Remove"
      action={remove}
      given={{ origin, username }}
      toastWords={`${username} is no member of ${origin} any more`}
    >
      {username} sees nothing of {origin} from then on, and what is in their inbox of it now is gone for good.
      {sources.some((source) => source !== "admin") &&
        ` The ${sources.includes("hub") ? "hub’s" : "single sign-on’s"} group ${origin} lists them: they are a member again at their next sign-in, unless that ends too.`}
    </ConfirmAction>
  );
}
