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
  `nav-link ${tab ? "nav-tab" : "nav-bar min-w-0 gap-1.5"}`;

/** What stands on it. */
export function PersonMenuFace({ username, tab }: { username: string; tab: boolean | undefined }) {
  return (
    <>
      {tab ? <Icon name="circle-user" className="size-5" /> : <span className="truncate">{username}</span>}
      {tab ? "Me" : <Icon name="chevron-down" className="size-4 shrink-0" />}
    </>
  );
}
