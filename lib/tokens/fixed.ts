import { and, asc, eq, isNull } from "drizzle-orm";
import { apiToken, person } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { ownScopes } from "#lib/people/person.ts";
import { hashToken } from "./secret.ts";

/** Makes the token from the environment the first admin's, with every scope; one that is no longer set ends. */
export async function keepFixedToken({ db }: Pick<SystemCtx, "db">, token: string | undefined): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(apiToken).where(eq(apiToken.fixed, true));
    if (token === undefined) return;
    const [admin] = await tx.select({ id: person.id }).from(person).where(and(eq(person.role, "admin"), isNull(person.disabledAt))).orderBy(asc(person.id)).limit(1);
    if (!admin) throw new Error("ADMIN_TOKEN is set, but there is no admin whom it could act as");
    await tx.insert(apiToken).values({
      personId: admin.id,
      name: "ADMIN_TOKEN",
      hash: hashToken(token),
      prefix: token.slice(0, 8),
      scopes: [...ownScopes("admin")],
      fixed: true,
    });
  });
}
