import type { IconName } from "../ui/icon.tsx";

/** Who is signed in, as the shell shows them. */
export interface ShellPerson {
  username: string;
  role: "admin" | "member";
}

export interface Destination {
  href: `/${string}`;
  word: string;
  icon: IconName;
}

const everybody: Destination[] = [{ href: "/", word: "Inbox", icon: "bell" }];
const admins: Destination[] = [{ href: "/hub/notifications", word: "Broadcast", icon: "megaphone" }];

/** Where a person can go. */
export function destinationsOf(role: ShellPerson["role"]): Destination[] {
  return role === "admin" ? [...everybody, ...admins] : everybody;
}
