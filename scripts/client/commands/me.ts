import type { Command } from "../command.ts";
import { exits } from "../failure.ts";
import { shown } from "../plain.ts";

/** As `GET /api/me` answers. */
interface Me {
  username: string;
  role: string;
  via: string;
  scopes: string[];
  origins: string[];
  publish: string[] | "all";
}

export const me: Command = {
  summary: "whose the token is, and what it may do",
  help: `belfry me

Whose the token is, what it may do, which origins they belong to, and where they may publish.`,
  options: {},
  words: [0, 0],
  async run({ api, json, say }) {
    const answer = (await (await api()({ path: "/api/me" })).json()) as Me;
    if (json) {
      say(JSON.stringify(answer));
      return exits.done;
    }
    const { username, role, scopes, origins, publish } = answer;
    const several = (names: string[]) => names.join(", ") || "nothing";
    say(`${shown(username)}, ${role}`);
    say(`may:         ${several(scopes)}`);
    say(`belongs to:  ${several(origins)}`);
    say(`publishes:   ${publish === "all" ? "to every origin" : several(publish)}`);
    return exits.done;
  },
};
