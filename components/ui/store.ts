/** A value outside of React, which components follow with {@link useStore}. */
export interface Store<T> {
  get: () => T;
  /** @returns a function that ends it */
  subscribe: (listener: () => void) => () => void;
  /** What a page is drawn with on the server. */
  initial: T;
}

export interface WritableStore<T> extends Store<T> {
  set: (value: T) => void;
}

/** Keeps a value in this tab. */
export function createStore<T>(initial: T): WritableStore<T> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    initial,
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
