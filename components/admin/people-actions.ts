import type { Action } from "../http/answer.ts";

export interface PersonRequest {
  personId: number;
}

/** What the page of people can ask the server to do. A password left out is made up, and comes back to be shown once. */
export interface PeopleActions {
  create: Action<
    { username: string; role: "admin" | "member"; password: string | undefined },
    { password: string | undefined }
  >;
  setRole: Action<PersonRequest & { role: "admin" | "member" }>;
  disable: Action<PersonRequest>;
  enable: Action<PersonRequest>;
  rename: Action<PersonRequest & { username: string }>;
  resetPassword: Action<PersonRequest & { password: string | undefined }, { password: string | undefined }>;
}
