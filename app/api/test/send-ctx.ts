import { instance, systemCtx } from "#lib/instance.ts";
import type { SendCtx } from "#lib/outlets/send-next.ts";

/** What outlets are sent with, as the instance under test has it. */
export function sendCtx(more: Partial<SendCtx> = {}): SendCtx {
  const { authSecret, reach, mail, contact } = instance();
  const stopping = new AbortController().signal;
  return { ...systemCtx(instance()), authSecret, reach, mail, contact, stopping, ...more };
}
