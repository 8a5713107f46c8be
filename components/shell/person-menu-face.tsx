import { Icon } from "../ui/icon.tsx";
import type { ShellPerson } from "./destinations.ts";
import type { Theme } from "./theme.ts";

export interface PersonMenuProps extends ShellPerson {
  theme: Theme;
}

/** What stands on the button that opens the menu, which is a `nav-link`. As a tab on a phone it is called `Me`. */
export function PersonMenuFace({ username }: { username: string }) {
  return (
    <>
      <Icon name="circle-user" className="size-5 sm:hidden" />
      <span className="sm:hidden">Me</span>
      <span className="truncate max-sm:hidden">{username}</span>
      <Icon name="chevron-down" className="size-4 shrink-0 max-sm:hidden" />
    </>
  );
}
