import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { Cluster } from "./cluster.ts";
import { asAccount } from "./unprivileged.ts";

const run = promisify(execFile);

/**
 * Runs one of Postgres's programs to its end, as the account that is for it. It does not outlive this process.
 * @param input what it reads; nobody else can, as they could an argument
 * @throws Error with what it said when it ends with another code than 0
 */
export async function runProgram(
  { bin, runAs }: Pick<Cluster, "bin" | "runAs">,
  name: string,
  args: string[],
  input = "",
): Promise<void> {
  const running = run(path.join(bin, name), args, asAccount(runAs));
  const leave = () => running.child.kill();
  // Before whoever takes away what it writes.
  process.prependOnceListener("exit", leave);
  // One that ends before it has read tells why by its code.
  running.child.stdin?.on("error", () => undefined).end(input);
  await running.finally(() => process.off("exit", leave));
}
