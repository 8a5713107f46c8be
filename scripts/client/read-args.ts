import { parseArgs } from "node:util";
import type { Command } from "./command.ts";
import { misused } from "./failure.ts";

const common = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;

/**
 * Reads a command line by what the command takes.
 * @throws Failure that says what is wrong with it, never a token that stands in it
 */
export function readArgs(command: Pick<Command, "options" | "words" | "help">, args: readonly string[]) {
  if (args.some((each) => each === "--token" || each.startsWith("--token=")))
    throw misused("a command line is seen by everybody on this machine; put the token into BELFRY_TOKEN or a file");
  const options = { ...command.options, ...common };
  try {
    const parsed = parseArgs({ args: inOrder(args, options), options, allowPositionals: true });
    const [least, most] = command.words;
    const count = parsed.positionals.length;
    if (parsed.values.help !== true && (count < least || count > most))
      throw new Error(count > most ? `${parsed.positionals[most]} is one too many` : "something is missing");
    return parsed;
  } catch (error) {
    throw misused(`${(error as Error).message.replace(/\. To specify a positional.*/s, "")}\n\n${command.help}`);
  }
}

/**
 * Options first, each with its value, then the words: either may begin with a dash, as what an API gives out and people
 * write does. Where a command has no option of its own, two dashes are no sign of one.
 */
function inOrder(args: readonly string[], options: NonNullable<Command["options"]>): string[] {
  const [before, words]: [string[], string[]] = [[], []];
  const hasOwn = Object.keys(options).length > Object.keys(common).length;
  for (let n = 0; n < args.length; n++) {
    const each = args[n] ?? "";
    const known = each.startsWith("--") ? options[each.slice(2)] : undefined;
    if (each === "--") {
      words.push(...args.slice(n + 1));
      break;
    }
    if (known?.type === "string") {
      const value = args[++n];
      if (value === undefined) throw new Error(`${each} wants a value`);
      before.push(`${each}=${value}`);
    } else if (known !== undefined || each === "-h" || (hasOwn && each.startsWith("--"))) before.push(each);
    else words.push(each);
  }
  return [...before, "--", ...words];
}
