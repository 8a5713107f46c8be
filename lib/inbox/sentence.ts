import type { Notification } from "./schema.ts";

/** What happened, as far as it decides how a notification looks. */
export type Kind =
  | "requested"
  | "started"
  | "built"
  | "failed"
  | "uploaded"
  | "promoted"
  | "demoted"
  | "dependency"
  | "broadcast"
  | "other";

/** A notification in words. */
export interface Sentence {
  kind: Kind;
  /** The first line; what is strong in it stands in bold. */
  spans: (string | { strong: string })[];
  /** The second line, in pieces: by whom, from where, their own words. */
  meta: string[];
}

type Data = Notification["data"];

/** A text of a body; of what is no text or empty, nothing. */
export function textOf(data: Data, field: string): string | undefined {
  const value = data[field];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

const forges = new Map([
  ["github", "GitHub"],
  ["gitlab", "GitLab"],
  ["bitbucket", "Bitbucket"],
]);

/** Who or what was behind it: `by cnunciato`, `by Builder`, `from GitHub`. */
export function sourceOf(data: Data): string | undefined {
  const source = textOf(data, "source");
  const [, kind, name = ""] = /^(user|vcs):(.+)$/.exec(source ?? "") ?? [];
  if (source === "bldr") return "by Builder";
  if (kind === "user") return `by ${name}`;
  return kind === "vcs" ? `from ${forges.get(name) ?? name}` : undefined;
}

const firstLine = (text: string) => text.split(/[\r\n]/, 1)[0] ?? "";

function quote(data: Data): string | undefined {
  const message = textOf(data, "message");
  return message && `“${firstLine(message)}”`;
}

const present = (pieces: (string | undefined)[]) => pieces.filter((piece) => piece !== undefined);

/** Says what a notification says, by its type. Bodies of the known types were checked when they were published. */
export function sentence({ type, origin, data }: Pick<Notification, "type" | "origin" | "data">): Sentence {
  const name = textOf(data, "package") ?? "";
  const release = `${name} ${textOf(data, "version") ?? ""}`.trim();
  const channel = textOf(data, "channel") ?? "";
  const meta = present([sourceOf(data), quote(data)]);
  switch (type) {
    case "job-scheduled":
      return { kind: "requested", spans: [{ strong: name }, " build requested"], meta };
    case "job-started":
      return { kind: "started", spans: [{ strong: name }, " build started"], meta };
    case "job-finished":
      return data["status"] === "Failed"
        ? {
            kind: "failed",
            spans: [{ strong: name }, ` build failed · group ${textOf(data, "group_id") ?? ""}`],
            meta,
          }
        : { kind: "built", spans: [{ strong: release }, " built"], meta };
    case "package-uploaded":
      return { kind: "uploaded", spans: [{ strong: release }, ` uploaded to ${channel}`], meta };
    case "package-promoted":
      return { kind: "promoted", spans: [{ strong: release }, ` promoted to ${channel}`], meta };
    case "package-demoted":
      return { kind: "demoted", spans: [{ strong: release }, ` demoted from ${channel}`], meta };
    case "dep-promoted": {
      const dependent = (data["dependent"] ?? {}) as { origin?: string; name?: string };
      const spans = [
        { strong: `${origin}/${release}` },
        ", which ",
        { strong: `${dependent.origin ?? ""}/${dependent.name ?? ""}` },
        ` depends on, is now ${channel}`,
      ];
      return { kind: "dependency", spans, meta };
    }
    case "broadcast": {
      const sender = textOf(data, "sender");
      return { kind: "broadcast", spans: [textOf(data, "message") ?? ""], meta: present([sender && `from ${sender}`]) };
    }
    default:
      return further(type, data);
  }
}

/** A type that others made up: its title and message, as far as it has them, else the name of the type. */
function further(type: string, data: Data): Sentence {
  const title = textOf(data, "title");
  const message = textOf(data, "message");
  const url = linkOf(data);
  const first = title ?? (message && firstLine(message)) ?? type.replaceAll("-", " ");
  const meta = present([title && message && firstLine(message), url && new URL(url).host]);
  return { kind: "other", spans: [title ? { strong: first } : first], meta };
}

/** Where a notification leads, if that is an address of the web. */
export function linkOf(data: Data): string | undefined {
  const url = textOf(data, "url");
  if (url === undefined || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const { href, protocol } = new URL(url);
  return protocol === "http:" || protocol === "https:" ? href : undefined;
}

/** A sentence as plain text. */
export const plain = ({ spans }: Pick<Sentence, "spans">): string =>
  spans.map((span) => (typeof span === "string" ? span : span.strong)).join("");

/** The names that a package goes by in full: `origin/name/version/release`, as far as the body has them. */
export function identsOf({ origin, data }: Pick<Notification, "origin" | "data">): string[] {
  const ident = (of: string, named: (string | undefined)[]) => [of, ...present(named)].join("/");
  const dependent = data["dependent"] as (Record<string, unknown> & { origin: string }) | undefined;
  return [
    ...(textOf(data, "package")
      ? [
          ident(
            origin,
            ["package", "version", "release"].map((field) => textOf(data, field)),
          ),
        ]
      : []),
    ...(dependent
      ? [
          ident(
            dependent.origin,
            ["name", "version", "release"].map((field) => textOf(dependent, field)),
          ),
        ]
      : []),
  ];
}
