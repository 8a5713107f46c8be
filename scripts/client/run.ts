import { readFileSync } from "node:fs";
import { openApi } from "./api.ts";
import type { Command, Given } from "./command.ts";
import { clear, undo } from "./commands/clear.ts";
import { list } from "./commands/list.ts";
import { me } from "./commands/me.ts";
import { publish } from "./commands/publish.ts";
import { send } from "./commands/send.ts";
import { tail } from "./commands/tail.ts";
import { exits, misused } from "./failure.ts";
import { readArgs } from "./read-args.ts";
import { addressFrom, tokenFrom } from "./settings.ts";

const commands: Record<string, Command> = { publish, send, list, tail, clear, undo, me };

const usage = `belfry COMMAND [options]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`)
  .join("\n")}
  doctor   on the server's own machine: what is wrong with its set-up

  --json     standard output is JSON alone, for scripts
  --help     of all, or of a COMMAND
  --version

  BELFRY_URL          where Belfry is; http://127.0.0.1:3000
  BELFRY_TOKEN        the token, from the settings page; never in the command line, where others see it
  BELFRY_TOKEN_FILE   or a file with it, which others can't read; ~/.config/belfry/token

Ends with 0 done, 1 refused, 2 called wrongly, 3 not reached, 4 not allowed, 5 not every lab got it.`;

/** What a command may ask of the process around it. */
export interface Around extends Pick<Given, "say" | "note" | "signal"> {
  env: Record<string, string | undefined>;
}

/**
 * Does what a command line says.
 * @returns what to end with
 * @throws Failure that says why it could not, and what to end with
 */
export async function run([name, ...args]: string[], { env, ...around }: Around): Promise<number> {
  const { say } = around;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const about = args[0] === undefined ? undefined : commands[args[0]];
    say(about?.help ?? usage);
    return name === undefined ? exits.usage : exits.done;
  }
  if (name === "--version") {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    say(version);
    return exits.done;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw misused(`there is no command ${name}\n\n${usage}`);
  const { values, positionals } = readArgs(command, args);
  const { json = false, help, ...options } = values as Record<string, string | boolean | string[] | undefined>;
  if (help === true) {
    say(command.help);
    return exits.done;
  }
  return command.run({
    ...around,
    words: positionals,
    options,
    api: () => openApi(addressFrom(env), tokenFrom(env)),
    json: json === true,
  });
}
