import { accessible } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";

test.beforeEach(async ({ belfry, page, signIn }) => {
  belfry.hub.reset();
  await signIn(page);
  await page.goto("/hub/notifications");
});

test("a countdown is written once, shown as it will be sent, listed as one and cancelled as one", async ({
  belfry,
  page,
}) => {
  const message = page.getByLabel("Message", { exact: true });
  await message.fill("The hub restarts {in}");
  await page.getByRole("radio", { name: "Countdown" }).click();
  await page.getByLabel("Counts down to").fill("2099-01-31T18:00");
  await page.getByLabel("Minutes before").fill("soon");
  await expect(page.getByText(/^Minutes before are 1 to 10 whole numbers/)).toBeVisible();
  await page.getByLabel("Minutes before").fill("60, 15, 5");
  const will = page.getByRole("list", { name: "What will be sent" });
  await expect(will.getByRole("listitem")).toHaveText([
    /31 Jan, 17:00The hub restarts in 1 hour/,
    /31 Jan, 17:45The hub restarts in 15 minutes/,
    /31 Jan, 17:55The hub restarts in 5 minutes/,
  ]);
  await accessible(page);
  await page.getByRole("button", { name: "Schedule 3 broadcasts" }).click();

  const coming = page.getByRole("region", { name: "Coming" });
  await expect(coming.getByText("Series of 3 to come")).toBeVisible();
  await expect(message).toHaveValue("");
  await coming.getByText("Series of 3 to come").click();
  await expect(coming.getByRole("link", { name: /The hub restarts in 15 minutes/ })).toBeVisible();
  await accessible(page);
  await coming.getByRole("button", { name: /^Cancel series/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel all 3 to come" }).click();
  await expect(page.getByText("Series cancelled")).toBeVisible();
  await expect(coming).toHaveCount(0);
  expect(belfry.hub.state().totals.arrivals).toBe(0);
});

test("one that comes each week is chosen by days, a time and an end", async ({ belfry, page }) => {
  await page.getByLabel("Message", { exact: true }).fill("Maintenance tonight");
  await page.getByRole("radio", { name: "Each week" }).click();
  await expect(page.getByText("Choose a day of the week")).toBeVisible();
  for (const day of ["Mon", "Thu"]) await page.getByRole("checkbox", { name: day }).click();
  await page.getByLabel("Until").fill("2099-01-31");
  await expect(page.getByText("That is more than 100 broadcasts; end it earlier")).toBeVisible();
  const inThreeWeeks = new Date(Date.now() + 21 * 24 * 3_600_000).toISOString().slice(0, 10);
  await page.getByLabel("Until").fill(inThreeWeeks);
  await page.getByLabel("Time", { exact: true }).fill("07:30");
  await expect(page.getByRole("list", { name: "What will be sent" }).getByRole("listitem").first()).toContainText(
    "07:30Maintenance tonight",
  );
  await accessible(page);
  await page.getByRole("button", { name: /^Schedule [5-7] broadcasts$/ }).click();
  await expect(page.getByRole("region", { name: "Coming" }).getByText(/^Series of [5-7] to come/)).toBeVisible();
  await page.reload();
  await expect(page.getByRole("region", { name: "Coming" }).getByText(/^Series of [5-7] to come/)).toBeVisible();

  const listed = await belfry.api("GET", "/hub/api/notifications/sent?open=true");
  const { notifications } = (await listed.json()) as { notifications: { series: number }[] };
  const id = notifications[0]?.series ?? 0;
  expect((await belfry.api("DELETE", `/hub/api/notifications/series/${id}`)).status).toBe(204);
  expect(await (await belfry.api("GET", `/hub/api/notifications/series/${id}`)).json()).toMatchObject({
    kind: "weekly",
  });
  for (const thing of ["series", "broadcast"]) {
    const answers = ["999999", "3249180421181425664", "none"].map((one) =>
      belfry.api("DELETE", `/hub/api/notifications/${thing}/${one}`),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([404, 404, 400]);
  }
});

test("scripts: what is wrong with a series is said at its field", async ({ belfry }) => {
  const start = async (body: object): Promise<unknown> =>
    (await belfry.api("POST", "/hub/api/notifications/series", { message: "Soon {in}", ...body })).json();
  const weekly = { days: ["mon"], time: "07:00", zone: "Europe/Warsaw", until: "2099-01-01" };
  const countdown = { to: "2099-01-01T00:00:00Z", minutes: [5] };
  for (const [body, path] of [
    [{}, "countdown"],
    [{ countdown, weekly }, "countdown"],
    [{ countdown: { ...countdown, minutes: [] } }, "countdown.minutes"],
    [{ countdown: { ...countdown, to: "2020-01-01T00:00:00Z" } }, "countdown.to"],
    [{ weekly: { ...weekly, zone: "Mars/Olympus" } }, "weekly.zone"],
    [{ weekly: { ...weekly, time: "24:00" } }, "weekly.time"],
    [{ weekly }, "weekly.until"],
    [{ countdown, sendAt: countdown.to }, ""],
  ] as const)
    expect(await start(body), JSON.stringify(body)).toMatchObject({
      status: 400,
      errors: [path === "" ? {} : { path }],
    });
});
