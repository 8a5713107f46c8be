import { Inbox, Megaphone, type LucideIcon } from "lucide-react";

/** Who is signed in, as the shell shows them. */
export interface ShellPerson {
  username: string;
  role: "admin" | "member";
}

export interface Destination {
  href: string;
  word: string;
  icon: LucideIcon;
}

const everybody: Destination[] = [{ href: "/", word: "Inbox", icon: Inbox }];
const admins: Destination[] = [{ href: "/hub/notifications", word: "Broadcast", icon: Megaphone }];

/** What an admin looks after now and then, so it stands in the menu. */
export const adminPages = [
  { href: "/admin/origins", word: "Origins" },
  { href: "/admin/people", word: "People" },
] as const;

/** Where a person can go. */
export function destinationsOf(person: ShellPerson): Destination[] {
  return person.role === "admin" ? [...everybody, ...admins] : everybody;
}
