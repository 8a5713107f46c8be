import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import type { ShellPerson } from "./destinations.ts";
import type { Theme } from "./theme.ts";

export interface PersonMenuProps extends ShellPerson {
  theme: Theme;
  /** As a tab on a phone it is called `Me`. */
  tab?: boolean | undefined;
}

/** The classes of the button that opens the menu. */
export const faceClass = (tab: boolean | undefined): string =>
  cx(
    "flex items-center text-soft transition-colors duration-150 hover:text-ink data-popup-open:text-ink",
    tab ? "min-h-14 flex-1 flex-col justify-center gap-0.5 text-small" : "h-12 min-w-0 gap-1.5 px-3",
  );

/** What stands on it. */
export function PersonMenuFace({ username, tab }: { username: string; tab: boolean | undefined }) {
  return (
    <>
      {tab ? <Icon name="circle-user" className="size-5" /> : <span className="truncate">{username}</span>}
      {tab ? "Me" : <Icon name="chevron-down" className="size-4 shrink-0" />}
    </>
  );
}
