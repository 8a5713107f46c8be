import { startPushService } from "#lib/outlets/test/push-service.ts";
import { accessible } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";

// The others have none in their way.
test.use({ serviceWorkers: "allow" });

test("a browser is told with no page open: by a push service that can't read it, to the notification of the system", async ({
  belfry,
  page,
  context,
  signIn,
}, info) => {
  const service = await startPushService();
  try {
    await context.grantPermissions(["notifications"], { origin: belfry.url });
    // A browser of a test has no push service of its vendor's behind it: this one gives what that would.
    await context.addInitScript((subscription) => {
      PushManager.prototype.getSubscription = () => Promise.resolve(null);
      PushManager.prototype.subscribe = (options) => {
        if (typeof options?.applicationServerKey !== "string") throw new Error("no key of the server's");
        return Promise.resolve({ toJSON: () => subscription } as unknown as PushSubscription);
      };
    }, service.subscription);
    await signIn(page);
    await page.goto("/settings/outlets");
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    const card = page.getByRole("region", { name: "Where it reaches you" });
    await card.getByRole("button", { name: "New outlet" }).click();
    const dialog = page.getByRole("dialog", { name: "New outlet" });
    await dialog.getByLabel("Who is told").selectOption("This browser");
    await accessible(page);
    await dialog.getByRole("button", { name: "Make outlet" }).click();
    await expect(card.getByText("Notifications of a browser")).toBeVisible();
    await belfry.api("PUT", "/api/origins/pushed");
    await belfry.api("POST", "/notifications", {
      type: "note",
      origin: "pushed",
      category: "error",
      data: { title: "zlib failed" },
      to: { users: ["admin"] },
    });
    await expect.poll(() => service.pushed().length).toBe(1);
    const [pushed] = service.pushed();
    expect(pushed?.message.title).toBe("zlib failed");
    expect(pushed?.claims.aud).toBe(service.receiver.url);
    await info.attach("push-outlet", { body: await page.screenshot({ fullPage: true }), contentType: "image/png" });

    // With no page of ours open: what the service hands to the browser is shown by the service worker.
    const devtools = await context.newCDPSession(page);
    const registered = new Promise<string>((found) =>
      devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(belfry.url));
        if (ours) found(ours.registrationId);
      }),
    );
    await devtools.send("ServiceWorker.enable");
    const registrationId = await registered;
    const deliver = (message: object) =>
      devtools.send("ServiceWorker.deliverPushMessage", {
        origin: belfry.url,
        registrationId,
        data: JSON.stringify(message),
      });
    const [worker] = context.serviceWorkers();
    const shown = async () =>
      (await worker?.evaluate(async () => {
        const { registration } = self as unknown as { registration: ServiceWorkerRegistration };
        return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
      })) ?? [];
    // Whoever looks at a page of ours has seen it there. The page stays until the worker has looked who does.
    await worker?.evaluate(() => {
      const own = self as unknown as {
        clients: { matchAll: (type: object) => Promise<unknown> };
        looked: Promise<void>;
      };
      const matchAll = own.clients.matchAll.bind(own.clients);
      own.looked = new Promise((looked) => {
        own.clients.matchAll = (type) => matchAll(type).finally(looked);
      });
    });
    await deliver({ ...pushed?.message, tag: "belfry 0" });
    await worker?.evaluate(() => (self as unknown as { looked: Promise<void> }).looked);
    await page.goto("about:blank");
    await deliver(pushed?.message ?? {});
    const { title, body, tag } = pushed?.message ?? {};
    await expect.poll(shown).toEqual([{ title, body, tag }]);
  } finally {
    await service.close();
  }
});
