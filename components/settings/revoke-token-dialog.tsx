import { ConfirmAction } from "../http/confirm-action.tsx";
import type { ListedToken, RevokeToken } from "./token.ts";

export interface RevokeTokenDialogProps {
  token: ListedToken;
  revoke: RevokeToken;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Asks before a token ends. */
export function RevokeTokenDialog({ token: { id, name }, revoke, ...dialog }: RevokeTokenDialogProps) {
  return (
    <ConfirmAction
      {...dialog}
      title={`Revoke the token ${name}?`}
      verb="Revoke"
      action={revoke}
      given={{ id }}
      toastWords={`The token ${name} is revoked`}
    >
      Programs that send it are refused from now on. This can’t be undone; a new token has another secret.
    </ConfirmAction>
  );
}
