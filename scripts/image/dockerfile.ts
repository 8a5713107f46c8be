/** One line of a Dockerfile: `COPY`, and what follows it with its continuation lines joined. */
interface Instruction {
  keyword: string;
  rest: string;
}

/** One `FROM` and what belongs to it, up to the next. */
export interface Stage {
  /** The image that it begins with. */
  from: string;
  /** As later stages call it. */
  name: string | undefined;
  instructions: Instruction[];
}

/** A Dockerfile taken apart into its stages, as far as ours goes: no heredocs, no parser directives. */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  const lines = text
    .replaceAll(/\\\n/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));
  for (const line of lines) {
    const [, keyword = "", rest = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (keyword === "FROM") {
      const [from = "", , name] = rest.split(/\s+/);
      stages.push({ from, name, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push({ keyword, rest });
    }
  }
  return stages;
}

/** The rest of a stage's one instruction of a kind. @throws Error when there is not exactly one */
export function only({ instructions, from }: Stage, keyword: string): string {
  const [found, ...more] = instructions.filter((instruction) => instruction.keyword === keyword);
  if (!found || more.length > 0) throw new Error(`the stage from ${from} has ${found ? "several" : "no"} ${keyword}`);
  return found.rest;
}

/** The sources, the destination and the flags of a `COPY`. */
export function copied(rest: string): {
  sources: string[];
  destination: string;
  from: string | undefined;
  chown: string | undefined;
} {
  const words = rest.split(/\s+/);
  const flag = (name: string) => words.find((word) => word.startsWith(`--${name}=`))?.split("=")[1];
  const paths = words.filter((word) => !word.startsWith("--"));
  return { sources: paths.slice(0, -1), destination: paths.at(-1) ?? "", from: flag("from"), chown: flag("chown") };
}

/** The variables of a stage's `ENV` lines, with its build arguments filled in. */
export function environmentOf({ instructions }: Stage, args: Record<string, string>): Record<string, string> {
  const pairs = instructions.filter(({ keyword }) => keyword === "ENV").flatMap(({ rest }) => rest.split(/\s+/));
  return Object.fromEntries(
    pairs
      .map((pair) => pair.split("=", 2))
      .map(([name = "", value = ""]) => [name, value.replace(/\$\{?(\w+)\}?/g, (_, arg: string) => args[arg] ?? "")]),
  );
}
