import { createStore } from "./store.ts";

type Kind = "success" | "info" | "error";

/** Whether something was said on this page: what draws it is needed then. */
export const saidSomething = createStore(false);

/**
 * Says in a corner, for a moment, what was done. What draws it is fetched when it is first needed; where that fails, the
 * page shows what was done all the same.
 */
export function toast(kind: Kind, words: string): void {
  saidSomething.set(true);
  void import("sonner").then(
    ({ toast: say }) => say[kind](words),
    () => undefined,
  );
}
