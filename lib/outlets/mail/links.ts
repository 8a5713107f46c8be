import { z } from "zod";
import { seal, unseal } from "#lib/seal.ts";

const sealedFor = "belfry mail links";
/** How long an address can be confirmed after it was asked. */
const confirmDays = 3;

/** What a link in a mail lets whoever has it do: say that the mails are wanted, or that they are not. */
const link = z.strictObject({ does: z.enum(["confirm", "stop"]), id: z.int(), untilMs: z.int().optional() });
export type MailLink = Pick<z.output<typeof link>, "does" | "id">;

/** The part of an address that says so, sealed under `AUTH_SECRET`. One that confirms is good for three days. */
export function mailLink(authSecret: string, { does, id }: MailLink, now: Date): string {
  const untilMs = does === "confirm" ? now.getTime() + confirmDays * 86_400_000 : undefined;
  return seal(authSecret, sealedFor, JSON.stringify({ does, id, untilMs }));
}

/** Reads what {@link mailLink} gave; nothing where it is none, or too old. */
export function readMailLink(authSecret: string, token: string, now: Date): MailLink | undefined {
  const text = unseal(authSecret, sealedFor, token);
  if (text === undefined) return undefined;
  const { does, id, untilMs } = link.parse(JSON.parse(text));
  return untilMs !== undefined && untilMs < now.getTime() ? undefined : { does, id };
}
