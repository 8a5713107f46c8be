"use server";

import { z } from "zod";
import type { Answer } from "#components/http/answer.ts";
import { instance, systemCtx } from "#lib/instance.ts";
import { answerLink } from "#lib/outlets/mail/answer-link.ts";
import { answered } from "../../answered.ts";

/** Does what a link of a mail is for. Whoever has the link may: it was sent to the address that it is about. */
export async function answer(given: unknown): Promise<Answer<void>> {
  const running = instance();
  const ctx = { ...systemCtx(running), authSecret: running.authSecret };
  return answered(ctx, z.object({ token: z.string().max(500) }), given, async ({ token }) => {
    await answerLink(ctx, token);
  });
}
