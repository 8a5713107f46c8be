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

/** Where a person can go. */
export function destinationsOf(person: ShellPerson): Destination[] {
  return person.role === "admin" ? [...everybody, ...admins] : everybody;
}
