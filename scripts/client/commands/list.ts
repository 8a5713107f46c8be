import type { Notification } from "#lib/inbox/schema.ts";
import { on, text, type Command, type Given } from "../command.ts";
import { exits, misused } from "../failure.ts";
import { line } from "../plain.ts";

export const list: Command = {
  summary: "what is in the inbox",
  help: `belfry list [ORIGIN] [options]

The newest notifications, the newest first: ● is unread, then when, how grave, origin/id, and what.

  --limit N            how many, up to 200; 50
  --unread             those alone
  --category WORD      info, success, warning or error
  --type WORD          of this type alone, such as job-finished

With --json: {"asOf", "notifications"}; "belfry clear --as-of" with it clears what could be listed, and nothing that came after.`,
  options: {
    limit: { type: "string" },
    unread: { type: "boolean" },
    category: { type: "string" },
    type: { type: "string" },
  },
  words: [0, 1],
  async run(given) {
    const [origin] = given.words;
    const limit = Number(text(given, "limit") ?? 50);
    if (!Number.isInteger(limit) || limit < 1 || limit > 200) throw misused("--limit is a whole number from 1 to 200");
    const { notifications, asOf } =
      origin === undefined ? await newest(given, limit) : await ofOrigin(given, origin, limit);
    if (given.json) given.say(JSON.stringify({ asOf, notifications }));
    else for (const each of notifications) given.say(line(each));
    if (!given.json && notifications.length === 0) given.note("nothing");
    return exits.done;
  },
};

interface Listed {
  notifications: Notification[];
  asOf: string | null;
}

/** What was asked for, as both listings take it. */
function filters(given: Given): [name: string, value: string][] {
  const words = ["category", "type"].flatMap((name) => {
    const value = text(given, name);
    return value === undefined ? [] : [[name, value] satisfies [string, string]];
  });
  return on(given, "unread") ? [["unread", "true"], ...words] : words;
}

async function newest(given: Given, limit: number): Promise<Listed> {
  const query = new URLSearchParams([["limit", String(limit)], ...filters(given)]);
  const answer = await given.api()({ path: `/notifications?${query}` });
  const groups = (await answer.json()) as { notifications: Notification[] }[];
  const notifications = groups.flatMap((group) => group.notifications).sort((a, b) => b.id - a.id);
  return { notifications, asOf: answer.headers.get("as-of") };
}

async function ofOrigin(given: Given, origin: string, limit: number): Promise<Listed> {
  const api = given.api();
  const notifications: Notification[] = [];
  let asOf: string | null = null;
  for (;;) {
    const query = new URLSearchParams([["range", String(notifications.length)], ...filters(given)]);
    const answer = await api({ path: `/notifications/${encodeURIComponent(origin)}?${query}` });
    const page = (await answer.json()) as { data: Notification[] };
    notifications.push(...page.data);
    // Of the first page: what came while the others were read is not covered.
    asOf ??= answer.headers.get("as-of");
    if (answer.status !== 206 || page.data.length === 0 || notifications.length >= limit) break;
  }
  return { notifications: notifications.slice(0, limit), asOf };
}
