import type postgres from "postgres";

type Client = postgres.Sql;
type Begin = (work: (tx: postgres.TransactionSql) => unknown) => Promise<unknown>;

/**
 * A client whose every statement is prepared: planned once a connection, and from then on asked in one round trip and
 * not two. drizzle asks for the opposite. Texts must be few: no lists of parameters that vary in length.
 */
export function preparing(client: Client): Client {
  return new Proxy(client, {
    get(target, name, receiver) {
      if (name === "unsafe") {
        const unsafe: Client["unsafe"] = (text, parameters, options) =>
          target.unsafe(text, parameters, { ...options, prepare: true });
        return unsafe;
      }
      const value: unknown = Reflect.get(target, name, receiver);
      if (name !== "begin" && name !== "savepoint") return value;
      return (work: Parameters<Begin>[0]) =>
        (value as Begin)((tx) => work(preparing(tx as unknown as Client) as unknown as postgres.TransactionSql));
    },
  });
}
