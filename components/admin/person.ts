/** Somebody's account, as the list of people shows it. */
export interface ListedPerson {
  id: number;
  username: string;
  provider: string;
  /** What a hub calls them, where that is another name. */
  hubName: string | undefined;
  role: "admin" | "member";
  createdISO: string;
  disabled: boolean;
  /** One of the hub's admins who was made a member here. */
  demoted: boolean;
  /** Whether it is who looks at the list. */
  self: boolean;
}
