import { destination, pino, type Logger } from "pino";

export type Log = Logger;

/** Names of fields whose values are secrets; pino writes `[secret]` in their place, one level deep as well. */
const secrets = ["token", "password", "authorization", "cookie", "secret", "apiToken"];

/** A JSON logger on standard output. @param level one of pino's level names. */
export function createLog(level: string): Log {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: "[secret]" },
  };
  // By its number: what is written to `process.stdout` is made a line of such a log (scripts/start/json-lines.ts).
  return pino(options, destination(1));
}
