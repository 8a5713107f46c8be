import { randomUUID } from "node:crypto";

/** So old may the last beat that came back be; what it can't vouch for stays below the 250 ms that are promised. */
const trustedMs = 200;
/** A beat that came back this long ago is followed by the next. */
const renewMs = 75;
/** Who asks less often than this gains nothing by a beat. */
const oftenMs = 50;

/** Proves that a connection still hears: what this process announces has to come back on it. */
export interface Pulse {
  /** Whether it has lately. Asking is what keeps it going, so an idle process sends none. */
  isCurrent: () => boolean;
  /** Takes a beat of this process; false for any other topic that is to be heard, true for beats of others too. */
  heard: (topic: string) => boolean;
  /** The connection was away. */
  lost: () => void;
}

/**
 * A connection may be dead for minutes before anybody notices, and then hears nothing and says nothing. Announcements
 * are heard in the order of their commits, so all that committed before a beat was sent has been heard when it comes back.
 * @param announce announces a beat. When that fails none comes back, which says all there is to say
 * @param nowMs a clock that only goes forward
 */
export function startPulse(
  announce: (beat: string) => Promise<unknown>,
  nowMs: () => number = () => performance.now(),
): Pulse {
  const mine = `pulse ${randomUUID()} `;
  let vouchedMs = -Infinity;
  let askedMs = -Infinity;
  let sent = 0;
  let underWay: { number: number; sentMs: number } | undefined;

  const beat = (now: number) => {
    underWay = { number: ++sent, sentMs: now };
    announce(`${mine}${sent}`).catch(() => undefined);
  };
  return {
    isCurrent() {
      const now = nowMs();
      const often = now - askedMs < oftenMs;
      askedMs = now;
      const due = now - vouchedMs >= renewMs && (!underWay || now - underWay.sentMs > trustedMs);
      if (often && due) beat(now);
      return now - vouchedMs <= trustedMs;
    },
    heard(topic) {
      if (underWay && topic === `${mine}${underWay.number}`) {
        vouchedMs = underWay.sentMs;
        underWay = undefined;
      }
      return topic.startsWith("pulse ");
    },
    lost() {
      vouchedMs = -Infinity;
      underWay = undefined;
    },
  };
}
