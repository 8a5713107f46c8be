import { openDatabase } from "#db/client.ts";
import type { Scope } from "#lib/ctx.ts";
import { createLog } from "#lib/log.ts";
import { addMember } from "#lib/origins/add-member.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { createPerson } from "#lib/people/create-person.ts";
import { actorOf } from "#lib/people/person.ts";
import { createToken } from "#lib/tokens/create.ts";

/** Somebody in whose name requests are made. */
export interface Caller {
  who: string;
  tokens: string[];
  /** Whether also every value at the edge of what each schema allows is sent: for whoever gets past every guard. */
  thorough: boolean;
  /** A browser's session instead. */
  signIn?: { username: string; password: string };
}

/** Tokens a caller takes turns with: each may send 1,200 requests a minute. */
const tokensEach = 8;
const password = "fuzz the belfry";

/** Makes one of each kind of caller, and an origin with members that they may ask about. */
export async function makeCallers(databaseUrl: string): Promise<Caller[]> {
  const { db, close } = openDatabase(databaseUrl, { max: 2 });
  try {
    const system = { db, now: () => new Date(), log: createLog("silent") };
    const [first] = await db.execute<{ id: number; username: string }>(
      "select id, username from person order by id limit 1",
    );
    if (!first) throw new Error("there is no first admin");
    const admin = {
      ...system,
      actor: actorOf({ ...first, provider: "local", role: "admin", sessionVersion: 1 }, "session"),
    };
    await registerOrigin(admin, { name: "core" });
    const make = async (username: string, role: "admin" | "member", scopes?: Scope[]): Promise<Caller> => {
      const { id } = await createPerson(admin, { username, role, password });
      await addMember(admin, { origin: "core", username });
      if (!scopes) return { who: `${role} in a browser`, tokens: [], thorough: false, signIn: { username, password } };
      const ctx = {
        ...system,
        actor: actorOf({ id, username, provider: "local", role, sessionVersion: 1 }, "session"),
      };
      const made = await Promise.all(
        Array.from({ length: tokensEach }, (_, n) => createToken(ctx, { name: `fuzz ${n}`, scopes })),
      );
      return {
        who: `${role} with ${scopes.join(", ")}`,
        tokens: made.map(({ token }) => token),
        thorough: scopes.includes("admin"),
      };
    };
    return [
      // The longest comes first.
      await make("keeper", "admin", ["notifications", "publish", "broadcast", "admin"]),
      { who: "nobody", tokens: [], thorough: false },
      await make("reader", "member", ["notifications"]),
      await make("service", "member", ["publish:core"]),
      await make("builder", "admin", ["publish"]),
      await make("ringer", "admin", ["broadcast"]),
      await make("member", "member"),
      await make("chief", "admin"),
    ];
  } finally {
    await close();
  }
}
