import { createStore, type WritableStore } from "./store.ts";

/** Something stored in this browser, alike in all its tabs. `undefined` on the server, and until something is stored. */
export type StoredValue<T> = WritableStore<T | undefined>;

/** Stores a value under a name. What is there but can't be read counts as nothing. */
export function storedValue<T>(name: string): StoredValue<T> {
  const changes = createStore<string | null>(null);
  let text: string | null = null;
  let value: T | undefined;
  return {
    initial: undefined,
    get() {
      const now = localStorage.getItem(name);
      if (now !== text) {
        text = now;
        value = parse(now) as T | undefined;
      }
      return value;
    },
    set(next) {
      if (next === undefined) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify(next));
      changes.set(name);
    },
    subscribe(listener) {
      const onStorage = ({ key }: StorageEvent) => (key === name || key === null) && listener();
      const unsubscribe = changes.subscribe(listener);
      window.addEventListener("storage", onStorage);
      return () => {
        unsubscribe();
        window.removeEventListener("storage", onStorage);
      };
    },
  };
}

function parse(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
