import { format, stripVTControlCharacters } from "node:util";
import { destination, pino, stdTimeFunctions, type DestinationStream, type Level, type Logger } from "pino";

/** How loud each of console's methods is; its others write by these or to the streams. */
const levels = { debug: "debug", trace: "debug", log: "info", info: "info", warn: "warn", error: "error" } as const;

/**
 * Makes one JSON object a line of everything that this process says by other ways than its own log: Next.js, packages and
 * Node.js write for people at a terminal. A text of several lines is one of ours, its line breaks escaped.
 * @returns the log of console's words, whose level is `info` until it is set
 */
export function writeJsonLines(): Logger {
  const out = destination({ dest: 1, sync: true });
  const [log, output, errors] = [logTo(out), logTo(out), logTo(destination({ dest: 2, sync: true }))];
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, Level][])
    console[method] = (...given: unknown[]) => say(log, level, format(...given));
  // Whoever writes to a stream means to be heard, however quiet the log is to be.
  process.stdout.write = writer((text) => say(output, "info", text));
  process.stderr.write = writer((text) => say(errors, "error", text));
  // Node.js writes its warnings past all of these.
  process.removeAllListeners("warning");
  process.on("warning", (warning: Error & { code?: string }) => {
    log.warn({ warning: warning.name, code: warning.code }, warning.message);
  });
  return log;
}

const logTo = (stream: DestinationStream) =>
  pino({ level: "info", base: undefined, timestamp: stdTimeFunctions.isoTime }, stream);

function say(log: Logger, level: Level, text: string): void {
  const plain = stripVTControlCharacters(text).trim();
  if (plain !== "") log[level](plain);
}

/** In the place of a stream's `write`. */
function writer(take: (text: string) => void): NodeJS.WriteStream["write"] {
  return (chunk: Uint8Array | string, ...rest: unknown[]) => {
    take(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    const done = rest.find((each) => typeof each === "function");
    if (done) process.nextTick(done);
    return true;
  };
}
