import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { on, text, texts, type Command, type Given } from "../command.ts";
import { exits, misused } from "../failure.ts";

export const publish: Command = {
  summary: "publish a notification, or many",
  help: `belfry publish ORIGIN TYPE [options]
belfry publish --from FILE

Publishes one notification to an origin, for its members. TYPE is a word of yours (a-z, 0-9, -) such as "release".
Prints its id. What could not be known to have arrived is sent again, and arrives once.

  --title TEXT         its first line
  --message TEXT       its second line
  --link URL           where it leads
  --data JSON          further data, an object; for types such as "job-finished" all of it
  --category WORD      info, success, warning or error
  --to USER            for this person alone; again for another
  --from FILE          a notification, or an array of up to 500, as JSON; - is standard input
  --key KEY            the same key within 24 hours publishes nothing twice, also from another run`,
  options: {
    title: { type: "string" },
    message: { type: "string" },
    link: { type: "string" },
    data: { type: "string" },
    category: { type: "string" },
    to: { type: "string", multiple: true },
    from: { type: "string" },
    key: { type: "string" },
  },
  words: [0, 2],
  async run(given) {
    const body = text(given, "from") === undefined ? bodyOf(given) : bodyFrom(given);
    const answer = await given.api()({
      method: "POST",
      path: "/notifications",
      body,
      headers: { "Idempotency-Key": text(given, "key") ?? randomUUID() },
      again: true,
    });
    const published = (await answer.json()) as { id: number } | { id: number }[];
    if (given.json) given.say(JSON.stringify(published));
    else for (const { id } of [published].flat()) given.say(String(id));
    return exits.done;
  },
};

function bodyOf(given: Given): unknown {
  const [origin, type] = given.words;
  if (origin === undefined || type === undefined) throw misused("publish wants an ORIGIN and a TYPE, or --from FILE");
  const data = parsed(text(given, "data") ?? "{}", "--data");
  if (typeof data !== "object" || data === null || Array.isArray(data)) throw misused("--data must be a JSON object");
  const [category, to] = [text(given, "category"), texts(given, "to")];
  const fields = { title: text(given, "title"), message: text(given, "message"), url: text(given, "link") };
  return {
    origin,
    type,
    ...(category !== undefined && { category }),
    ...(to.length > 0 && { to: { users: to } }),
    // What was not given is no field.
    data: { ...data, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) },
  };
}

function bodyFrom(given: Given): unknown {
  const file = text(given, "from") ?? "-";
  const others = ["title", "message", "link", "data", "category"].filter((name) => text(given, name) !== undefined);
  if (given.words.length > 0 || others.length > 0 || on(given, "to") || texts(given, "to").length > 0)
    throw misused("--from has all of it; leave the rest out");
  return parsed(contentsOf(file), file === "-" ? "standard input" : file);
}

function contentsOf(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw misused(`${file} can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function parsed(json: string, where: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw misused(`${where} is not JSON`);
  }
}
