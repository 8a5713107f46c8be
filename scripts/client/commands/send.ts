import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import type { Variant } from "#lib/broadcast/message.ts";
import type { BroadcastRequest } from "#lib/broadcast/schema.ts";
import { on, text, texts, type Command, type Given } from "../command.ts";
import { exits, misused } from "../failure.ts";
import { outcomeTable } from "../outcome-table.ts";
import { sendBroadcast } from "../send-broadcast.ts";

export const send: Command = {
  summary: "a broadcast to every running lab",
  help: `belfry send MESSAGE [options]

Shows a message (up to 140 characters) in every running lab, waits until each was told, and says what came of it.
Ends with 5 where not every lab got it. A name that has no lab running finds it in the inbox.

  --type WORD          default, info, success, warning, error or in-progress; info
  --to USER            this person alone, or the members of group:NAME; again for another
  --except USER        everybody but this person, or but the members of group:NAME; again for another
  --valid-for SECONDS  labs that start until then get it too
  --auto-close SECONDS it goes by itself; else when it is dismissed
  --at TIME            later, as 2030-03-07T18:00:00+01:00
  --no-wait            does not wait for the labs
  --key KEY            the same key within 24 hours sends nothing twice, also from another run`,
  options: {
    type: { type: "string" },
    to: { type: "string", multiple: true },
    except: { type: "string", multiple: true },
    "valid-for": { type: "string" },
    "auto-close": { type: "string" },
    at: { type: "string" },
    "no-wait": { type: "boolean" },
    key: { type: "string" },
  },
  words: [1, 1],
  async run(given) {
    const key = text(given, "key");
    let said = "";
    const progress = ({ state, total, successful, failed }: BroadcastDocument) => {
      const line = `${state}: ${successful} of ${total} delivered${failed > 0 ? `, ${failed} failed` : ""}`;
      if (total > 0 && line !== said) given.note(line);
      said = line;
    };
    let id: number | undefined;
    try {
      const document = await sendBroadcast(
        given.api(),
        bodyOf(given),
        (so) => {
          id = so.id;
          progress(so);
        },
        { wait: !on(given, "no-wait"), signal: given.signal, ...(key !== undefined && { key }) },
      );
      return ended(document, given);
    } catch (error) {
      if (given.signal.aborted && id !== undefined) given.note(`broadcast ${id} goes on without you`);
      throw error;
    }
  },
};

function bodyOf(given: Given): BroadcastRequest {
  const [message = ""] = given.words;
  const [variant, sendAt] = [text(given, "type"), text(given, "at")];
  const [to, except] = [texts(given, "to"), texts(given, "except")];
  const [validFor, autoClose] = [seconds(given, "valid-for"), seconds(given, "auto-close")];
  return {
    message,
    // The server says which there are.
    ...(variant !== undefined && { variant: variant as Variant }),
    ...(sendAt !== undefined && { sendAt }),
    ...(to.length > 0 && { recipients: to }),
    ...(except.length > 0 && { except }),
    ...(validFor !== undefined && { validFor }),
    ...(autoClose !== undefined && { autoClose: autoClose * 1000 }),
  };
}

function seconds(given: Given, name: string): number | undefined {
  const value = text(given, name);
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw misused(`--${name} is a whole number of seconds`);
  return Number(value);
}

function ended(document: BroadcastDocument, { json, say, options }: Given): number {
  const { id, state, total, successful, failed, message, hint, error, warning, unknown, broadcast } = document;
  if (json) say(JSON.stringify(document));
  else if (state === "scheduled") say(`broadcast ${id} goes out at ${broadcast.sendAtISO ?? "its time"}`);
  else if (options["no-wait"] === true) say(`broadcast ${id} is on its way`);
  else {
    if (failed > 0) say(`${outcomeTable(document)}\n`);
    say(message ?? `${successful} of ${total} delivered`);
    const stranger = unknown && `the hub doesn't know ${unknown.join(", ")}`;
    for (const more of [hint, error, warning, stranger]) if (more !== undefined) say(more);
  }
  return failed > 0 || state === "failed" ? exits.undelivered : exits.done;
}
