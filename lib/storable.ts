/** Deeper JSON than this is refused: recursive readers, ours and others', would run out of stack on it. */
export const deepestJson = 64;

/** What is wrong with a value, and where in it. */
export interface Fault {
  path: (string | number)[];
  message: string;
}

/** Why a text can't be stored: Postgres refuses NUL and half a surrogate pair. */
export function textFault(text: string): string | undefined {
  if (text.includes("\u0000")) return "holds a NUL character (U+0000)";
  if (!text.isWellFormed()) return "holds half a surrogate pair, which is not a character";
  return undefined;
}

/** Why a parsed JSON value can't be stored as it is: a text in it, a number beyond a double's range, or its depth. */
export const jsonFault = (value: unknown): Fault | undefined => faultIn(value, []);

/** @param path where this value is; one list for all of them, since most have no fault to tell the place of */
function faultIn(value: unknown, path: Fault["path"]): Fault | undefined {
  if (typeof value === "number" && !Number.isFinite(value))
    return { path: [...path], message: "is a number too large to keep" };
  if (typeof value === "string") {
    const message = textFault(value);
    return message === undefined ? undefined : { path: [...path], message };
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (path.length >= deepestJson) return { path: path.slice(0, 2), message: `is nested deeper than ${deepestJson}` };
  for (const [key, inner] of Object.entries(value)) {
    const message = textFault(key);
    if (message) return { path: [...path], message: `has a name that ${message}` };
    path.push(Array.isArray(value) ? Number(key) : key);
    const fault = faultIn(inner, path);
    if (fault) return fault;
    path.pop();
  }
  return undefined;
}
