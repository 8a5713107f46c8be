"use client";

import { toast } from "../ui/toast.ts";
import { ConfirmAction } from "../http/confirm-action.tsx";
import { useChange } from "../http/use-change.ts";
import { DialogForm, FormDialog } from "../ui/form-dialog.tsx";
import type { PersonTask } from "./person-actions-menu.tsx";
import type { PeopleActions } from "./people-actions.ts";
import type { ListedPerson } from "./person.ts";
import { RenamePersonForm, renameWords } from "./rename-person-form.tsx";
import { ResetPasswordForm } from "./reset-password-form.tsx";

export interface PersonDialogsProps {
  person: ListedPerson;
  /** The one that is open. */
  task: PersonTask | undefined;
  onClose: () => void;
  actions: PeopleActions;
}

/** What is asked before something is done to an account. */
export function PersonDialogs({ person, task, onClose, actions }: PersonDialogsProps) {
  const { id: personId, username, role } = person;
  const shown = (own: PersonTask) => ({
    open: task === own,
    onOpenChange: (open: boolean) => {
      if (!open) onClose();
    },
  });
  return (
    <>
      <FormDialog {...shown("rename")} title={`Rename ${username}`} description={renameWords(person)}>
        <RenamePersonForm person={person} rename={actions.rename} onClose={onClose} />
      </FormDialog>
      <FormDialog
        {...shown("password")}
        title={`Set a password for ${username}`}
        description="The old one stops working, and their sessions and API tokens end."
      >
        <ResetPasswordForm person={person} resetPassword={actions.resetPassword} onClose={onClose} />
      </FormDialog>
      {role === "member" && (
        <FormDialog
          {...shown("role")}
          title={`Make ${username} an admin?`}
          description="They can then send broadcasts, and look after origins and people. Their sessions end: they sign in again."
        >
          <MakeAdminForm person={person} setRole={actions.setRole} onClose={onClose} />
        </FormDialog>
      )}
      {role === "admin" && (
        <ConfirmAction
          {...shown("role")}
          title={`Make ${username} a member?`}
          verb="Make member"
          action={actions.setRole}
          given={{ personId, role: "member" }}
          toastWords={`${username} is a member now`}
        >
          They can no longer send broadcasts or look after origins and people, and neither can their API tokens. Their
          sessions end.
          {person.provider === "jupyterhub" && " They stay a member here although the hub has them as an admin."}
        </ConfirmAction>
      )}
      <ConfirmAction
        {...shown("disable")}
        title={`Disable ${username}?`}
        verb="Disable"
        action={actions.disable}
        given={{ personId }}
        toastWords={`${username} is disabled`}
      >
        They can’t sign in, and their sessions and API tokens end. Their inbox and memberships stay, and you can enable
        them again; tokens they then make anew.
      </ConfirmAction>
    </>
  );
}

function MakeAdminForm({
  person,
  setRole,
  onClose,
}: {
  person: ListedPerson;
  setRole: PeopleActions["setRole"];
  onClose: () => void;
}) {
  const setting = useChange(setRole, () => {
    toast("success", `${person.username} is an admin now`);
    onClose();
  });
  return (
    <DialogForm
      verb="Make admin"
      onSubmit={() => setting.run({ personId: person.id, role: "admin" })}
      change={setting}
    />
  );
}
