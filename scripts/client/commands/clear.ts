import { text, type Command } from "../command.ts";
import { exits } from "../failure.ts";

export const clear: Command = {
  summary: "clear the inbox, an origin, or one",
  help: `belfry clear [ORIGIN [ID]] [options]

Clears for whose token it is, and for nobody else, and prints what takes that back: "belfry undo TOKEN", for ten minutes.

  --as-of TOKEN        only what a listing could show: "asOf" of "belfry list --json"`,
  options: { "as-of": { type: "string" } },
  words: [0, 2],
  async run(given) {
    const asOf = text(given, "as-of");
    const path = ["/notifications", ...given.words.map(encodeURIComponent)].join("/");
    const query = asOf === undefined ? "" : `?${new URLSearchParams({ as_of: asOf })}`;
    const { headers } = await given.api()({ method: "DELETE", path: path + query });
    const undoToken = headers.get("undo-token");
    if (given.json) given.say(JSON.stringify({ undoToken }));
    else given.say(undoToken === null ? "cleared" : `cleared; to take it back: belfry undo ${undoToken}`);
    return exits.done;
  },
};

export const undo: Command = {
  summary: "take back a clear",
  help: `belfry undo TOKEN

Brings back exactly what a "belfry clear" took, within ten minutes. A second time changes nothing.`,
  options: {},
  words: [1, 1],
  async run({ api, words: [token = ""], json, say }) {
    await api()({ method: "POST", path: "/api/undo", body: { token }, again: true });
    say(json ? "{}" : "taken back");
    return exits.done;
  },
};
