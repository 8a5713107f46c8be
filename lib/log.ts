import { pino, type Logger } from "pino";

export type Log = Logger;

/** Names of fields whose values are secrets; pino writes `[secret]` in their place, one level deep as well. */
const secrets = ["token", "password", "authorization", "cookie", "secret", "apiToken"];

/** A JSON logger on standard output. @param level one of pino's level names. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: "[secret]" },
  });
}
