"use client";

import { Menu } from "@base-ui/react/menu";
import { useRef } from "react";
import { cx } from "../ui/cx.ts";
import type { ListedPerson } from "./person.ts";
import { Icon } from "../ui/icon.tsx";

export type PersonTask = "role" | "tokens" | "rename" | "password" | "disable" | "enable";

interface Item {
  task: PersonTask;
  word: string;
  danger?: boolean;
}

/** What can be done with an account. Admins keep away from their own role, and a provider's word stands. */
function itemsOf({ self, role, provider, disabled, demoted }: ListedPerson): Item[] {
  const items: Item[] = [{ task: "rename", word: "Rename…" }];
  if (self) return items;
  items.push({ task: "tokens", word: "API tokens" });
  // A hub makes its own admins; here they can be made members, and that can be taken back.
  if (provider !== "jupyterhub" || role === "admin" || demoted)
    items.push({ task: "role", word: role === "admin" ? "Make member…" : "Make admin…" });
  if (provider === "local") items.push({ task: "password", word: "Set password…" });
  items.push(disabled ? { task: "enable", word: "Enable" } : { task: "disable", word: "Disable…", danger: true });
  return items;
}

/** What an admin can do with somebody's account. */
export function PersonActionsMenu({ person, onTask }: { person: ListedPerson; onTask: (task: PersonTask) => void }) {
  // The menu opens inside the list it belongs to, not at the end of the page.
  const place = useRef<HTMLDivElement>(null);
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={`Actions for ${person.username}`}
        className="touch-target inline-flex size-8 items-center justify-center rounded-control text-meta transition-colors duration-150 hover:bg-hover hover:text-ink data-popup-open:bg-hover data-popup-open:text-ink pointer-coarse:w-11"
      >
        <Icon name="ellipsis" className="size-4" />
      </Menu.Trigger>
      <Menu.Portal container={place}>
        <Menu.Positioner align="end" sideOffset={4} collisionPadding={8} className="z-30">
          <Menu.Popup className="min-w-44 rounded-card border border-line bg-surface p-1 shadow-popup transition-opacity duration-150 outline-none data-ending-style:opacity-0 data-starting-style:opacity-0">
            {itemsOf(person).map(({ task, word, danger }) => (
              <Menu.Item
                key={task}
                onClick={() => onTask(task)}
                className={cx(
                  "touch-target flex cursor-pointer items-center rounded-control px-3 py-1.5 outline-none select-none data-highlighted:bg-hover data-highlighted:forced-chosen",
                  danger && "text-error",
                )}
              >
                {word}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
      <div ref={place} />
    </Menu.Root>
  );
}
