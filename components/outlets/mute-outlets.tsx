"use client";

import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";
import { Moment } from "../ui/moment.tsx";
import { Notice } from "../ui/notice.tsx";
import { nextMonday } from "./next-monday.ts";
import type { MuteAll } from "./outlet.ts";

/** Has everything be quiet until Monday, or not any more. */
export function MuteOutlets({ mutedISO, mute }: { mutedISO: string | undefined; mute: MuteAll }) {
  const muting = useChange(mute);
  const change = (mutedUntil: string | null) => muting.run({ mutedUntil });
  return (
    <div className="flex flex-col items-start gap-2 px-4 pb-4 sm:px-5">
      {mutedISO === undefined ? (
        <Button small pending={muting.pending} onClick={() => change(nextMonday(new Date()).toISOString())}>
          Mute everything until Monday
        </Button>
      ) : (
        <Notice
          tone="neutral"
          title="Nothing is sent anywhere"
          action={
            <Button small pending={muting.pending} onClick={() => change(null)}>
              Send again
            </Button>
          }
        >
          Until <Moment iso={mutedISO} />. What arrives meanwhile is in your inbox, and is sent then.
        </Notice>
      )}
      {muting.failure !== undefined && <FieldError>{muting.failure}</FieldError>}
    </div>
  );
}
