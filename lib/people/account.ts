import { person } from "#db/schema/index.ts";
import { BelfryError } from "#lib/errors.ts";

/** Somebody's account, as admins see it. */
export interface Account {
  id: number;
  username: string;
  provider: string;
  /** The provider's own unchanging id for them. */
  subject: string;
  role: "admin" | "member";
  createdAt: Date;
  disabledAt: Date | null;
  /** Made a member here, whatever the hub says. */
  demotedAt: Date | null;
}

/** The columns of {@link Account}. */
export const accountColumns = {
  id: person.id,
  username: person.username,
  provider: person.provider,
  subject: person.subject,
  role: person.role,
  createdAt: person.createdAt,
  disabledAt: person.disabledAt,
  demotedAt: person.demotedAt,
};

export const nameTaken = (username: string) =>
  new BelfryError("conflict", `The name ${username}, or one that looks like it, is taken.`, {
    errors: [{ path: "username", message: "is taken, or looks like one that is" }],
  });
