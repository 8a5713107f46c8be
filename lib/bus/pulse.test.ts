import { describe, expect, it } from "vitest";
import { startPulse } from "./pulse.ts";

/** A pulse on a clock of the test's, and the beats it sent. */
function started(announce: (beat: string) => Promise<unknown> = () => Promise.resolve()) {
  const clock = { ms: 0 };
  const beats: string[] = [];
  const pulse = startPulse(
    (beat) => {
      beats.push(beat);
      return announce(beat);
    },
    () => clock.ms,
  );
  return { clock, beats, pulse };
}

describe("a pulse", () => {
  it("vouches for what was announced before the beat that came back was sent", () => {
    const { clock, beats, pulse } = started();
    expect([pulse.isCurrent(), pulse.isCurrent(), pulse.isCurrent()]).toEqual([false, false, false]);
    expect(beats).toHaveLength(1);
    clock.ms = 30;
    expect(pulse.heard(beats[0] ?? "")).toBe(true);
    expect(pulse.isCurrent()).toBe(true);
    clock.ms = 200;
    expect(pulse.isCurrent()).toBe(true);
    clock.ms = 201;
    expect(pulse.isCurrent()).toBe(false);
  });

  it("goes on while somebody asks often, and is still otherwise", () => {
    const { clock, beats, pulse } = started();
    for (; clock.ms < 1000; clock.ms += 10) {
      pulse.isCurrent();
      pulse.heard(beats.at(-1) ?? "");
    }
    expect(beats.length).toBeGreaterThan(8);
    expect(beats.length).toBeLessThan(15);
    const before = beats.length;
    for (clock.ms += 200; clock.ms < 60_000; clock.ms += 100) expect(pulse.isCurrent()).toBe(false);
    expect(beats).toHaveLength(before);
  });

  it("believes neither beats of others nor those from before the connection was lost", () => {
    const { beats, pulse } = started();
    const other = started();
    for (const one of [pulse, pulse, other.pulse, other.pulse]) one.isCurrent();
    expect(pulse.heard(other.beats[0] ?? "")).toBe(true);
    expect(pulse.isCurrent()).toBe(false);
    pulse.lost();
    expect(pulse.heard(beats[0] ?? "")).toBe(true);
    expect(pulse.isCurrent()).toBe(false);
    expect(pulse.heard("broadcast 7")).toBe(false);
  });

  it("sends the next when one does not come back", () => {
    const { clock, beats, pulse } = started(() => Promise.reject(new Error("away")));
    for (; clock.ms < 1000; clock.ms += 10) expect(pulse.isCurrent()).toBe(false);
    expect(beats.length).toBeGreaterThan(3);
    expect(beats.length).toBeLessThan(7);
  });
});
