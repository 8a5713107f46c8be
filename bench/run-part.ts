import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** What was measured, by its key. */
export type Figures = Record<string, number>;

/**
 * Runs one measurement in a process of its own, which prints its figures as JSON.
 * @throws Error when it fails, whichever way: what it says of that goes to standard error as it is said
 */
export async function runPart(file: string, { quick }: { quick: boolean }): Promise<Figures> {
  const child = spawn(process.execPath, [file, ...(quick ? ["--quick"] : [])], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said, [code, signal]] = await Promise.all([
    text(child.stdout),
    once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  if (code !== 0) throw new Error(`it ended with ${code ?? signal}`);
  const figures = JSON.parse(said) as Figures;
  const wrong = Object.entries(figures).filter(([, figure]) => !Number.isFinite(figure));
  if (wrong.length > 0) throw new Error(`${wrong.map(([key]) => key).join(", ")} could not be measured`);
  return figures;
}
