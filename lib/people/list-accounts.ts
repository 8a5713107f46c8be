import { asc, sql } from "drizzle-orm";
import { largestPage, onPage, type Page } from "#db/page.ts";
import { person } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { accountColumns, type Account } from "./account.ts";

/** Accounts, by name: a part of them, at most 1,000. */
export function listAccounts({ db }: Pick<Ctx, "db">, part: Omit<Page, "offset">): Promise<Account[]> {
  return db
    .select(accountColumns)
    .from(person)
    .where(onPage(sql`${person.username}`, part))
    .orderBy(asc(person.username))
    .limit(part.limit ?? largestPage);
}
