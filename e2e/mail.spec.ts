import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { readMail } from "#lib/outlets/test/read-mail.ts";
import { accessible } from "./accessible.ts";
import { expect, startBelfry, test as base } from "./fixtures.ts";

/** What came to the mail server, as it came. */
const came: string[] = [];

const test = base.extend({
  belfry: [
    async ({}, use) => {
      const server = new SMTPServer({
        authOptional: true,
        disabledCommands: ["STARTTLS"],
        onData(stream, _session, done) {
          const chunks: Buffer[] = [];
          stream.on("data", (chunk: Buffer) => chunks.push(chunk));
          stream.on("end", () => {
            came.push(Buffer.concat(chunks).toString());
            done();
          });
        },
      });
      const listening = server.listen(0, "127.0.0.1");
      await once(listening, "listening");
      const belfry = await startBelfry({
        labs: 1,
        settings: {
          SMTP_URL: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
          MAIL_FROM: "Belfry <belfry@example.org>",
          // The port is chosen at start.
          AUTH_URL: "http://127.0.0.1:0",
        },
      });
      await use(belfry);
      await belfry.stop();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

test("mails are asked for, confirmed, read on a phone, and stopped from one", async ({
  belfry,
  page,
  signIn,
  browser,
}, info) => {
  await signIn(page);
  await page.goto("/settings/outlets");
  const card = page.getByRole("region", { name: "Where it reaches you" });
  await card.getByRole("button", { name: "New outlet" }).click();
  const dialog = page.getByRole("dialog", { name: "New outlet" });
  await dialog.getByLabel("Who is told").selectOption("E-mail");
  await dialog.getByLabel("E-mail address").fill("nobody");
  await dialog.getByRole("button", { name: "Make outlet" }).click();
  await expect(dialog.getByText("E-mail address must be an e-mail address")).toBeVisible();
  await dialog.getByLabel("E-mail address").fill("ann@example.net");
  await dialog.getByLabel("How often").selectOption("Each day");
  await expect(dialog.getByLabel("Time")).toHaveValue("08:00");
  await accessible(page);
  await info.attach("new-mail-outlet", { body: await page.screenshot(), contentType: "image/png" });
  await dialog.getByLabel("How often").selectOption("At once");
  await dialog.getByRole("button", { name: "Make outlet" }).click();
  await expect(card.getByText("A mail was sent to ann@example.net")).toBeVisible();
  await expect(card.getByText("Waits to be confirmed")).toBeVisible();

  // Whoever reads there need not be whoever asked: another browser, which nobody is signed in with.
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const reader = await context.newPage();
  const linkOf = (text: string) => new RegExp(`${belfry.url}/mail/[\\w-]+`).exec(text)?.[0] ?? "";
  await expect.poll(() => came.length).toBe(1);
  await reader.goto(linkOf(readMail(came[0] ?? "").text));
  await expect(reader.getByText("ann@example.net")).toBeVisible();
  await accessible(reader);
  await info.attach("confirm", { body: await reader.screenshot(), contentType: "image/png" });
  await reader.getByRole("button", { name: "Confirm" }).click();
  await expect(reader.getByText("are sent to this address from now on")).toBeVisible();

  await belfry.api("PUT", "/api/origins/core");
  await belfry.api("PUT", "/api/origins/core/members/admin");
  const job = { package: "zlib", version: "1.3.1", release: "20261128", group_id: "12345", job_id: "7" };
  const finished = (status: string) => ({
    type: "job-finished",
    origin: "core",
    data: {
      ...job,
      status,
      source: "vcs:github",
      message: "Bump zlib to 1.3",
      url: "https://ci.example.org/runs/12345",
    },
  });
  await belfry.api("POST", "/notifications", [
    finished("Complete"),
    finished("Failed"),
    {
      type: "note",
      origin: "core",
      category: "warning",
      data: { title: "Ein sehr langes Wort: ".repeat(8), message: "ok" },
    },
  ]);
  await expect.poll(() => came.length).toBe(2);
  const { text, html, header } = readMail(came[1] ?? "");
  expect(header("Subject")).toContain("zlib build failed");
  for (const colorScheme of ["light", "dark"] as const) {
    await reader.emulateMedia({ colorScheme });
    await reader.setContent(html);
    await expect(reader.getByText("zlib build failed")).toBeVisible();
    const scrollWidth = await reader.evaluate(() => document.documentElement.scrollWidth);
    expect(scrollWidth).toBeLessThanOrEqual(390);
    await accessible(reader);
    await info.attach(`mail-${colorScheme}`, {
      body: await reader.screenshot({ fullPage: true }),
      contentType: "image/png",
    });
  }

  await reader.goto(linkOf(text));
  await reader.getByRole("button", { name: "Stop these mails" }).click();
  await expect(reader.getByText("Nothing more is sent to this address")).toBeVisible();
  await reader.goto(`${belfry.url}/mail/nonsense`);
  await expect(reader.getByText("This link does nothing any more")).toBeVisible();
  await context.close();
  await page.reload();
  await expect(card.getByText("stopped by a link in a mail")).toBeVisible();
  await card.getByRole("button", { name: "Try again" }).click();
  await expect(card.getByText("3 sent")).toBeVisible();
});
