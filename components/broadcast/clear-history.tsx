"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { messageOf } from "../http/request-json.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { clearSent } from "./queries.ts";

/** Empties the history, after asking. */
export function ClearHistory({ disabled }: { disabled: boolean }) {
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const { mutate, reset, isPending, error } = useMutation({
    mutationFn: clearSent,
    onSuccess: async ({ cleared }) => {
      await queries.invalidateQueries({ queryKey: ["sent"] });
      setOpen(false);
      toast.success(
        cleared === 1 ? "1 past broadcast cleared" : `${cleared.toLocaleString("en")} past broadcasts cleared`,
      );
    },
  });
  return (
    <>
      <Button
        look="quiet"
        small
        disabled={disabled}
        onClick={() => {
          reset();
          setOpen(true);
        }}
      >
        Clear…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Clear past broadcasts?"
        verb="Clear"
        onConfirm={() => mutate()}
        pending={isPending}
        error={error ? messageOf(error) : undefined}
      >
        All of them leave this list, whatever range it shows, and for every admin. Copies in inboxes stay, and so does
        what is scheduled or running. This can’t be undone.
      </ConfirmDialog>
    </>
  );
}
