import { expect, it } from "vitest";
import { SingleFlight } from "./single-flight.ts";

/** Work that ends when it is told to, and what has been begun of it. */
function told() {
  const begun: { keys: readonly string[]; signal: AbortSignal; end: () => void; fail: (error: Error) => void }[] = [];
  const flights = new SingleFlight<string>();
  const asker = () => {
    const left = new AbortController();
    const ask = (...keys: string[]) =>
      flights.ask(keys, left.signal, (wanted, signal) => {
        const { promise, resolve, reject } = Promise.withResolvers<Map<string, string>>();
        begun.push({
          keys: wanted,
          signal,
          end: () => resolve(new Map(wanted.map((key) => [key, `of ${key}`]))),
          fail: reject,
        });
        return promise;
      });
    return { ask, leave: () => left.abort() };
  };
  return { begun, asker };
}

it("is begun once for all who ask, and anew when it is over", async () => {
  const { begun, asker } = told();
  const first = asker().ask("a", "b");
  const second = asker().ask("b", "c");
  expect(begun.map(({ keys }) => keys)).toEqual([["a", "b"], ["c"]]);
  for (const { end } of begun) end();
  expect(Object.fromEntries(await first)).toEqual({ a: "of a", b: "of b" });
  expect(Object.fromEntries(await second)).toMatchObject({ b: "of b", c: "of c" });
  void asker().ask("a");
  expect(begun).toHaveLength(3);
});

it("goes on when one leaves, and stops when all have", async () => {
  const { begun, asker } = told();
  const [one, two, three] = [asker(), asker(), asker()];
  void one.ask("a");
  const second = two.ask("a");
  one.leave();
  expect(begun[0]?.signal.aborted).toBe(false);
  two.leave();
  expect(begun[0]?.signal.aborted).toBe(true);
  void three.ask("a");
  expect(begun, "nobody joins what was stopped").toHaveLength(2);
  begun[0]?.end();
  await second;
  void asker().ask("a");
  expect(begun, "its end is not the end of the next").toHaveLength(2);
});

it("fails for all who asked, and can be asked for again", async () => {
  const { begun, asker } = told();
  const asked = [asker().ask("a"), asker().ask("a")];
  begun[0]?.fail(new Error("no hub"));
  for (const each of asked) await expect(each).rejects.toThrow("no hub");
  void asker().ask("a");
  expect(begun).toHaveLength(2);
});
