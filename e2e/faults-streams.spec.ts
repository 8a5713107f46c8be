import { readFileSync } from "node:fs";
import { expect, startBelfry, test, type Belfry } from "./fixtures.ts";
import { note, publish, register } from "./inbox.ts";
import { metric } from "./metric.ts";
import { signInAsProgram } from "#scripts/demo/sign-in-as-program.ts";
import { openWire, type Wire } from "./open-wire.ts";

/** Memory that a process holds, as Linux says. */
const residentBytes = ({ pid }: Belfry) =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;

interface Streams {
  belfry: Belfry;
  /** Bare connections, which cost this process little, each with a stream of the admin's. */
  wires: Wire[];
  /** What the server holds more than before they were opened. */
  grownBytes: () => number;
}

/** Runs a test on a server of its own with so many streams open. */
async function withStreams(count: number, run: (streams: Streams) => Promise<void>): Promise<void> {
  const belfry = await startBelfry({ labs: 1, mix: {} });
  try {
    await register(belfry, "core");
    const { cookie } = await signInAsProgram(belfry.url, belfry.admin);
    const beforeBytes = residentBytes(belfry);
    const wires: Wire[] = [];
    while (wires.length < count) {
      for (let n = Math.min(200, count - wires.length); n > 0; n--)
        wires.push(openWire(belfry.url, `GET /api/stream HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`));
      await expect.poll(() => metric(belfry.url, "belfry_streams_open"), { timeout: 60_000 }).toBe(wires.length);
    }
    await run({ belfry, wires, grownBytes: () => residentBytes(belfry) - beforeBytes });
    for (const { socket } of wires) socket.destroy();
    await expect.poll(() => metric(belfry.url, "belfry_streams_open"), { timeout: 60_000 }).toBe(0);
    expect((await fetch(`${belfry.url}/readyz`)).status).toBe(200);
  } finally {
    await belfry.stop();
  }
}

test("10,000 idle streams: the server answers, tells, and lets go of them", async () => {
  test.setTimeout(240_000);
  await withStreams(10_000, async ({ belfry, wires, grownBytes }) => {
    expect(grownBytes()).toBeLessThan(1024 ** 3);
    expect((await fetch(`${belfry.url}/readyz`)).status).toBe(200);
    const heard = wires.map(
      ({ socket }) =>
        new Promise<void>((resolve) =>
          socket.on("data", (chunk) => chunk.includes("event: notification") && resolve()),
        ),
    );
    await publish(belfry, note("Heard by all"));
    await Promise.all(heard);
    console.log(
      `10,000 idle streams: ${Math.round(grownBytes() / 10_000 / 1024)} KiB each; each heard of one notification`,
    );
  });
});

test("a subscriber that never reads is cut off, and what waits for it is bounded", async () => {
  await withStreams(20, async ({ belfry, wires, grownBytes }) => {
    for (const { socket } of wires) socket.pause();
    const large = Array.from({ length: 15 }, () => note("x".repeat(15_000)));
    await expect
      .poll(
        async () => {
          await publish(belfry, large);
          return metric(belfry.url, "belfry_streams_cut_off_total");
        },
        { timeout: 120_000, intervals: [50] },
      )
      .toBe(20);
    expect(await metric(belfry.url, "belfry_streams_open")).toBe(0);
    expect(grownBytes()).toBeLessThan(300 * 1024 ** 2);
    expect((await fetch(`${belfry.url}/readyz`)).status).toBe(200);
  });
});
