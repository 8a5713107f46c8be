/** `belfry COMMAND`: the application's API from a shell or a script (docs/client.md). */
import { exits, Failure } from "./failure.ts";
import { run } from "./run.ts";

const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopped.abort());
// Whoever reads, as `head` does, may have read enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(error.code === "EPIPE" ? exits.done : exits.refused),
);

const args = process.argv.slice(2);
if (args[0] === "doctor") {
  process.argv.splice(2, 1);
  await import("../doctor.ts");
} else {
  try {
    process.exitCode = await run(args, {
      env: process.env,
      say: (line) => void process.stdout.write(`${line}\n`),
      note: (line) => void process.stderr.write(`belfry: ${line}\n`),
      signal: stopped.signal,
    });
  } catch (error) {
    if (stopped.signal.aborted) process.exit(130);
    const { message, exit, problem } =
      error instanceof Failure ? error : { message: (error as Error).message, exit: exits.refused };
    process.stderr.write(`belfry: ${message}\n`);
    if (args.includes("--json")) process.stdout.write(`${JSON.stringify({ error: problem ?? { detail: message } })}\n`);
    process.exitCode = exit;
  }
}
