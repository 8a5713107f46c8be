import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { exits, Failure, misused } from "./failure.ts";

type Variables = Record<string, string | undefined>;

/** Where Belfry is, without a slash at the end; a path in front of all its addresses stays. */
export function addressFrom({ BELFRY_URL }: Variables): string {
  const given = BELFRY_URL || "http://127.0.0.1:3000";
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol)) throw misused("BELFRY_URL must be an http or https address");
  if (url.username || url.password)
    throw misused("BELFRY_URL holds a password; the token goes into BELFRY_TOKEN or a file");
  return (url.origin + url.pathname).replace(/\/+$/, "");
}

/** The token, from `BELFRY_TOKEN` or a file that others can't read. */
export function tokenFrom(variables: Variables): string {
  const { BELFRY_TOKEN, BELFRY_TOKEN_FILE, XDG_CONFIG_HOME } = variables;
  if (BELFRY_TOKEN) return checked(BELFRY_TOKEN, "BELFRY_TOKEN");
  const file = BELFRY_TOKEN_FILE || path.join(XDG_CONFIG_HOME || path.join(homedir(), ".config"), "belfry/token");
  let mode: number;
  try {
    ({ mode } = statSync(file));
  } catch {
    const none = BELFRY_TOKEN_FILE ? `the file ${file} can't be read` : `there is no token in BELFRY_TOKEN or ${file}`;
    throw new Failure(exits.denied, `${none}; make one on the settings page, or ask an admin`);
  }
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    throw new Failure(exits.denied, `others can read ${file}; run: chmod 600 ${file}`);
  return checked(readFileSync(file, "utf8").trim(), file);
}

/** What can't stand in a header is no token, and is not shown. */
function checked(token: string, where: string): string {
  if (!/^[!-~]{1,1024}$/.test(token)) throw new Failure(exits.denied, `what is in ${where} is not a token`);
  return token;
}
