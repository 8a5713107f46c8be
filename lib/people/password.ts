import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** argon2id with 19 MiB, two passes and one lane: the first choice of OWASP's password storage cheat sheet. */
const settings = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** @returns the password's hash in PHC format, with its own salt and settings in it */
export function hashPassword(password: string): Promise<string> {
  return hash(password, settings);
}

/** Compared with when there is no such account, so that the answer takes as long as for one that exists. */
const nobody = hashPassword("nobody has this password");

/** Whether the password fits. A missing hash never fits and costs the same. */
export async function passwordFits(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? (await nobody), password);
  return fits && passwordHash != null;
}

/** A password nobody chose: 96 random bits in 16 characters. */
export function madeUpPassword(): string {
  return randomBytes(12).toString("base64url");
}
