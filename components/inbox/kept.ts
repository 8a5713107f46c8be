/** Something kept in this browser, alike in all its tabs. `undefined` on the server, and until something is kept. */
export interface Kept<T> {
  get: () => T | undefined;
  set: (value: T | undefined) => void;
  subscribe: (listener: () => void) => () => void;
}

/** Keeps a value under a name. What is there but can't be read counts as nothing. */
export function kept<T>(name: string): Kept<T> {
  const listeners = new Set<() => void>();
  let text: string | null = null;
  let value: T | undefined;
  return {
    get() {
      const now = localStorage.getItem(name);
      if (now !== text) {
        text = now;
        value = read(now) as T | undefined;
      }
      return value;
    },
    set(next) {
      if (next === undefined) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify(next));
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      const onStorage = ({ key }: StorageEvent) => (key === name || key === null) && listener();
      listeners.add(listener);
      window.addEventListener("storage", onStorage);
      return () => {
        listeners.delete(listener);
        window.removeEventListener("storage", onStorage);
      };
    },
  };
}

function read(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
