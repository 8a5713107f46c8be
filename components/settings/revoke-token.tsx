"use client";

import { toast } from "sonner";
import { useAction } from "../http/use-action.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import type { ListedToken, RevokeToken } from "./token.ts";

/** Asks before a token ends. */
export function RevokeTokenDialog({ token: { id, name }, revoke, open, onOpenChange }: { token: ListedToken; revoke: RevokeToken; open: boolean; onOpenChange: (open: boolean) => void }) {
  const revoking = useAction(revoke, () => {
    toast.success(`The token ${name} is revoked`);
    onOpenChange(false);
  });
  return (
    <ConfirmDialog open={open} onOpenChange={onOpenChange} title={`Revoke the token ${name}?`} verb="Revoke" onConfirm={() => revoking.run({ id })} pending={revoking.pending} error={revoking.failure}>
      Programs that send it are refused from now on. This can’t be undone; a new token has another secret.
    </ConfirmDialog>
  );
}
