import type { Check } from "#lib/doctor/schema.ts";

const widest = 110;

/** The findings for a terminal: a line each, what to do below it, and how many are wrong. */
export function report(checks: readonly Check[]): string {
  const lines = checks.flatMap(({ name, state, found, todo }) => [
    ...wrapped(`${state.padEnd(5)}  ${name.padEnd(8)}  `, found),
    ...(todo === undefined ? [] : wrapped(`${" ".repeat(17)}→ `, todo)),
  ]);
  const faults = checks.filter(({ state }) => state === "wrong").length;
  const off = checks.filter(({ state }) => state === "off").length;
  const end =
    faults === 0
      ? `Nothing is wrong${off === 0 ? "" : `; ${off} ${off === 1 ? "is" : "are"} off`}.`
      : checks.length === 1
        ? "The rest can be looked at once that is right."
        : `${faults} of ${checks.length} ${faults === 1 ? "is" : "are"} wrong.`;
  return `${lines.join("\n")}\n\n${end}\n`;
}

function wrapped(lead: string, text: string): string[] {
  const lines: string[] = [];
  let line = lead;
  for (const word of text.split(" ")) {
    if (line.length + word.length > widest && line.trim() !== lead.trim()) {
      lines.push(line.trimEnd());
      line = " ".repeat(lead.length);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
