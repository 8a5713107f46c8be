/** An origin's links: what each is called, and the address it leads to, with placeholders for what a notification says. */
export type Links = Record<string, string>;

/** What a link is made of. */
export interface Linked {
  origin: string;
  type: string;
  id: number;
  data: Record<string, unknown>;
}

export const mostLinks = 10;
export const longestName = 30;
export const longestTemplate = 500;

const placeholder = /\{([^{}]*)\}/g;
const field = /^[a-z][a-z0-9_]*$/;

/** Why a link can't be called so, in words. */
export function linkNameFault(name: string): string | undefined {
  return /^\S(?:.*\S)?$/u.test(name) && Array.from(name).length <= longestName
    ? undefined
    : `must be 1 to ${longestName} characters, without space around them`;
}

/** Why an address with placeholders is none, in words. What a notification says may stand behind the host alone. */
export function templateFault(template: string): string | undefined {
  if (Array.from(template).length > longestTemplate) return `must be at most ${longestTemplate} characters`;
  if (!/^https?:\/\/[^/?#{}@\s]+(?:[/?#]|$)/i.test(template))
    return "must be an http or https address, with no placeholder in its host";
  const names = [...template.matchAll(placeholder)].map(([, name = ""]) => name);
  const wrong = names.find((name) => !field.test(name));
  if (wrong !== undefined) return `has {${wrong}}, which is no field: a-z, 0-9 and _`;
  const filled = template.replace(placeholder, "x");
  if (/[{}\s]/.test(filled) || !URL.canParse(filled)) return "is no address";
  return undefined;
}

/** The address that a template stands for; nothing where the notification lacks something that it names. */
export function linkOfTemplate(template: string, notification: Linked): string | undefined {
  let whole = true;
  const address = template.replace(placeholder, (_, name: string) => {
    const value = valueOf(name, notification);
    if (value === undefined) whole = false;
    return value ?? "";
  });
  return whole && URL.canParse(address) ? new URL(address).href : undefined;
}

/** `ident` is the package's name in full, as far as it goes; its parts stay parts of a path. */
function valueOf(name: string, { origin, type, id, data }: Linked): string | undefined {
  if (name === "ident") {
    if (typeof data["package"] !== "string") return undefined;
    return [origin, data["package"], data["version"], data["release"]]
      .filter((part) => typeof part === "string")
      .map(encoded)
      .join("/");
  }
  const value = Object.hasOwn(data, name) ? data[name] : { origin, type, id }[name];
  return (typeof value === "string" && value !== "") || typeof value === "number" ? encoded(String(value)) : undefined;
}

/** A part of a path that is dots alone would lead up. */
const encoded = (text: string) =>
  encodeURIComponent(text.toWellFormed()).replace(/^\.{1,2}$/, (dots) => dots.replaceAll(".", "%252E"));
