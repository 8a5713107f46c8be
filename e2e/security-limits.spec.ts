import { signInAsProgram } from "#scripts/demo/sign-in-as-program.ts";
import { openWire } from "./open-wire.ts";
import { expect, startBelfry, test } from "./fixtures.ts";

test("what is too large is refused, told or not, and before it is read", async ({ belfry }) => {
  const large = "x".repeat(300 * 1024);
  for (const path of ["/notifications", "/api/auth/callback/credentials", "/settings", "/nowhere"]) {
    const response = await belfry.api("POST", path, large);
    expect(response.status, path).toBe(413);
    expect(response.headers.get("content-type"), path).toBe("application/problem+json");
  }
  const told = openWire(belfry.url, `POST /notifications HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n`);
  expect(await told.closed).toMatch(/^HTTP\/1.1 413 /);

  const chunked = (path: string) =>
    fetch(belfry.url + path, {
      method: "POST",
      headers: { Authorization: `Bearer ${belfry.admin.token}`, "Content-Type": "application/json" },
      body: new Blob([large]).stream(),
      ...{ duplex: "half" },
    });
  expect((await chunked("/notifications")).status).toBe(413);
  expect((await chunked("/api/auth/callback/credentials")).status).toBeGreaterThanOrEqual(400);
});

test("who sends slowly is cut off", async ({ belfry }) => {
  const head = `POST /notifications HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${belfry.admin.token}\r\n`;
  const slow = [
    openWire(belfry.url, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "),
    openWire(belfry.url, `${head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`),
  ];
  const drips = setInterval(() => {
    for (const { socket } of slow) if (socket.writable) socket.write(" ");
  }, 1000);
  try {
    for (const answer of await Promise.all(slow.map(({ closed }) => closed)))
      expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
  } finally {
    clearInterval(drips);
  }
  expect((await fetch(`${belfry.url}/readyz`)).status).toBe(200);
});

test("limits: requests of a token, sign-ins, and who is believed about an address", async () => {
  const [plain, proxied] = await Promise.all([
    startBelfry({ labs: 1, mix: {} }),
    startBelfry({ labs: 1, mix: {}, settings: { TRUSTED_PROXIES: "127.0.0.1" } }),
  ]);
  try {
    const { token } = (await (
      await plain.api("POST", "/api/tokens", { name: "busy", scopes: ["notifications"] })
    ).json()) as { token: string };
    const ask = () => fetch(`${plain.url}/notifications?limit=1`, { headers: { Authorization: `Bearer ${token}` } });
    const statuses: number[] = [];
    for (let batch = 0; batch < 65; batch++)
      statuses.push(...(await Promise.all(Array.from({ length: 20 }, async () => (await ask()).status))));
    // What came a minute ago or more counts no more, should it have taken so long.
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(1200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect((await plain.api("GET", "/notifications?limit=1")).status, "another token of the same person").toBe(200);

    const guess = async (url: string, from: string) =>
      (await signInAsProgram(url, { username: "admin", password: "guessed", headers: { "X-Forwarded-For": from } }))
        .response.status;
    const elevenFrom = async (url: string, from: (n: number) => string) => {
      const answers: number[] = [];
      for (let n = 0; n < 11; n++) answers.push(await guess(url, from(n)));
      return answers;
    };
    expect((await elevenFrom(plain.url, (n) => `203.0.113.${n}`)).at(-1), "an address made up each time").toBe(429);
    expect(
      (await elevenFrom(proxied.url, (n) => `203.0.113.${n}`)).at(-1),
      "addresses that a trusted proxy saw",
    ).not.toBe(429);
    expect(
      (await elevenFrom(proxied.url, (n) => `198.51.100.${n}, 203.0.113.200`)).at(-1),
      "made up before the trusted proxy",
    ).toBe(429);
    const { response } = await signInAsProgram(plain.url, plain.admin);
    expect(response.status, "the right password comes too late").toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);

    const rung: number[] = [];
    for (let n = 0; n < 31; n++)
      rung.push(
        (
          await plain.api(
            "POST",
            "/hub/api/notifications/broadcast",
            { message: `Ring ${n}` },
            { Prefer: "respond-async" },
          )
        ).status,
      );
    expect(rung.slice(0, 30).every((status) => status === 202)).toBe(true);
    const one = await plain.api("POST", "/hub/api/notifications/broadcast", { message: "One too many" });
    expect([rung[30], one.status]).toContain(429);
  } finally {
    await Promise.all([plain.stop(), proxied.stop()]);
  }
});
