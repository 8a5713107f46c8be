import type postgres from "postgres";
import { answered } from "./answered.ts";
import type { Pool } from "./pool.ts";
import type { Client, Session } from "./session.ts";
import { withoutValues } from "./without-values.ts";

/** A statement that is asked when it is awaited, or when its rows are wanted without the names of columns. */
interface Statement extends PromiseLike<unknown> {
  values: () => Promise<unknown>;
}

type Begin = (work: (tx: Executor) => Promise<unknown>) => Promise<unknown>;

/** What drizzle uses of the driver's client. */
interface Executor {
  options: { parsers: Record<string, unknown>; serializers: Record<string, unknown> };
  unsafe: (text: string, parameters: unknown[]) => Statement;
  begin: Begin;
  savepoint: Begin;
}

/** Does something with a client, one statement at most. */
type Run = <T>(ask: (client: Client) => PromiseLike<T>) => Promise<T>;

/**
 * The client that drizzle gets in place of the driver's. It asks for what drizzle lacks: every statement on a connection
 * that the pool lends it alone, prepared (planned once a connection, and from then on asked in one round trip and not
 * two), ended with its connection when no answer comes, and errors without values. Texts must be few: no lists of
 * parameters that vary in length.
 * @param limitMs how long an answer may take, a transaction's BEGIN and COMMIT counted for themselves
 * @param failed told what a statement, or a transaction as a whole, failed with
 * @see docs/decisions/0018-prepared-statements.md
 */
export function executor(pool: Pool, limitMs: number, failed: (error: unknown) => void = () => undefined): Client {
  const lend = <T>(work: (session: Session) => Promise<T>) =>
    pool.use(work).catch((error: unknown) => {
      failed(error);
      throw error;
    });
  const own = executorOn((ask) => lend((session) => answered(pool, session, limitMs, ask(session.client))), {
    begin: (work) => lend((session) => transaction(pool, session, limitMs, work)),
  });
  // drizzle's types want all of the driver's client; what it uses of it is an Executor.
  return own as unknown as Client;
}

async function transaction(pool: Pool, session: Session, limitMs: number, work: Parameters<Begin>[0]) {
  const begun = Promise.withResolvers<undefined>();
  const ended = Promise.withResolvers<undefined>();
  const whole = session.client.begin(async (tx) => {
    begun.resolve(undefined);
    try {
      return await work(inTransaction(pool, session, limitMs, tx));
    } finally {
      ended.resolve(undefined);
    }
  });
  await answered(pool, session, limitMs, Promise.race([begun.promise, whole]));
  await Promise.race([ended.promise, whole]);
  return answered(pool, session, limitMs, whole);
}

function inTransaction(pool: Pool, session: Session, limitMs: number, tx: postgres.TransactionSql): Executor {
  const savepoint: Begin = (work) => tx.savepoint((nested) => work(inTransaction(pool, session, limitMs, nested)));
  return executorOn((ask) => answered(pool, session, limitMs, ask(tx as unknown as Client)), { savepoint });
}

function executorOn(run: Run, nest: { begin?: Begin; savepoint?: Begin }): Executor {
  const impossible = () => Promise.reject(new Error("a transaction begins on the pool, a savepoint in a transaction"));
  return {
    // drizzle writes its translations in here; each connection's client is told them when it is opened.
    options: { parsers: {}, serializers: {} },
    begin: impossible,
    savepoint: impossible,
    ...nest,
    unsafe(text, parameters) {
      // Taken out and not only read: what drizzle finds in its list it would write into its error's words.
      const values = parameters.splice(0) as postgres.ParameterOrJSON<never>[];
      const ask = (client: Client) => client.unsafe(text, values, { prepare: true });
      const asked = <T>(how: (client: Client) => PromiseLike<T>) =>
        run(how).catch((error: unknown) => {
          throw withoutValues(error);
        });
      return {
        then: (done, failed) => asked<unknown>(ask).then(done, failed),
        values: () => asked((client) => ask(client).values()),
      };
    },
  };
}
