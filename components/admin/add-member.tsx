"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { toast } from "../ui/toast.ts";
import { resultOf } from "../http/answer.ts";
import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { cx } from "../ui/cx.ts";
import { controlClass, FieldError, labelClass } from "../ui/field.tsx";
import { heardEarly } from "../ui/heard-early.ts";
import type { JoinMember, SuggestMembers } from "./origin.ts";

/** So long after the last key names are asked for. */
const restMs = 150;

interface AddMemberProps {
  origin: string;
  add: JoinMember;
  suggest: SuggestMembers;
}

/** Makes somebody a member, by their username; names that fit are suggested while it is typed. */
export function AddMember({ origin, add, suggest }: AddMemberProps) {
  const id = useId();
  const [username, setUsername] = useState("");
  const [find, setFind] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const place = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  // One that is typed whole needs no suggesting.
  const suggested = useSuggestions(origin, find, suggest).filter((name) => name !== username.trim());
  const adding = useChange(add, ({ waits }, given) => {
    const when = waits ? " from their first sign-in on" : "";
    toast("success", `${given.username} is a member of ${origin}${when}`);
    // What was typed since is the next one's name.
    setUsername((typed) => (typed.trim() === given.username ? "" : typed));
  });
  const fault = adding.fault("username", "Username") ?? adding.failure;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!adding.pending) adding.run({ origin, username: username.trim() });
      }}
      className="flex flex-col gap-1.5"
    >
      <label htmlFor={id} className={labelClass}>
        Username
      </label>
      <div className="flex flex-wrap gap-2">
        <Autocomplete.Root
          items={suggested}
          filter={null}
          open={open && suggested.length > 0}
          onOpenChange={setOpen}
          value={username}
          onValueChange={(typed) => {
            adding.reset();
            setUsername(typed);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => setFind(typed.trim()), restMs);
          }}
        >
          <Autocomplete.Input
            ref={heardEarly(username, setUsername)}
            id={id}
            name="member-username"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={fault !== undefined}
            aria-describedby={fault === undefined ? undefined : `${id}-error`}
            className={cx(controlClass, "h-9 min-w-40 flex-1 sm:max-w-72")}
          />
          <Autocomplete.Portal container={place}>
            <Autocomplete.Positioner sideOffset={4} className="z-30 outline-none">
              <Autocomplete.Popup className="max-h-[min(22rem,var(--available-height))] w-(--anchor-width) overflow-y-auto rounded-card border border-line bg-surface p-1 shadow-popup">
                <Autocomplete.List className="outline-none">
                  {(name: string) => (
                    <Autocomplete.Item
                      key={name}
                      value={name}
                      className="touch-target flex cursor-pointer items-center rounded-control px-3 py-1.5 outline-none select-none data-highlighted:bg-hover data-highlighted:forced-chosen"
                    >
                      <span className="truncate">{name}</span>
                    </Autocomplete.Item>
                  )}
                </Autocomplete.List>
              </Autocomplete.Popup>
            </Autocomplete.Positioner>
          </Autocomplete.Portal>
        </Autocomplete.Root>
        <div ref={place} />
        <Button type="submit" pending={adding.pending} disabled={username.trim() === ""}>
          Add member
        </Button>
      </div>
      {fault !== undefined && <FieldError id={`${id}-error`}>{fault}</FieldError>}
    </form>
  );
}

/** They only help: when they can't be fetched, the name is typed whole. */
function useSuggestions(origin: string, find: string, suggest: SuggestMembers): readonly string[] {
  const { data } = useQuery({
    queryKey: ["member-suggestions", origin, find],
    queryFn: async () => resultOf(await suggest({ origin, find })),
    enabled: find !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
  return find === "" ? [] : (data ?? []);
}
