"use client";

import { useState, type ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import type { Action } from "./answer.ts";
import { ConfirmAction, type ConfirmActionProps } from "./confirm-action.tsx";

interface Named {
  id: number;
  name: string;
}

export interface EndableListProps<T extends Named, I, R> {
  label: string;
  listed: readonly T[];
  /** What stands below a name: a few words, each in a `span`. */
  about: (one: T) => ReactNode;
  /** What else there is of one. */
  more?: (one: T) => ReactNode;
  verb: string;
  action: Action<I, R>;
  /** What is asked before one ends, and said when it has. */
  ending: (one: T) => Pick<ConfirmActionProps<I, R>, "title" | "given" | "toastWords" | "children">;
}

/** A list of what somebody made, each with a button that ends it after asking. Nothing where there are none. */
export function EndableList<T extends Named, I, R>({
  label,
  listed,
  about,
  more,
  verb,
  action,
  ending,
}: EndableListProps<T, I, R>) {
  // Which one it is about stays while the dialog fades out.
  const [leaving, setLeaving] = useState<T>();
  const [asking, setAsking] = useState(false);
  return (
    <>
      {listed.length > 0 && (
        <ul aria-label={label} className="border-t border-line">
          {listed.map((one) => (
            <li key={one.id} className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-b-0 sm:px-5">
              <div className="flex items-start gap-3">
                <div className="flex min-w-0 flex-1 flex-col gap-1">
                  <p className="font-medium break-words">
                    <bdi>{one.name}</bdi>
                  </p>
                  <p className="flex flex-wrap gap-x-3 text-small text-meta">{about(one)}</p>
                </div>
                <Button
                  look="quiet"
                  small
                  label={`${verb} ${one.name}`}
                  onClick={() => {
                    setLeaving(one);
                    setAsking(true);
                  }}
                >
                  {verb}…
                </Button>
              </div>
              {more?.(one)}
            </li>
          ))}
        </ul>
      )}
      {leaving && (
        <ConfirmAction
          key={leaving.id}
          open={asking}
          onOpenChange={setAsking}
          verb={verb}
          action={action}
          {...ending(leaving)}
        />
      )}
    </>
  );
}
