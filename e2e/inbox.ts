import type { Page } from "@playwright/test";
import { expect, type Belfry } from "./fixtures.ts";

/** A body to publish that shows its title as its sentence. */
export const note = (title: string, more: { origin?: string; category?: string; data?: object } = {}) => ({
  type: "note",
  origin: more.origin ?? "core",
  ...(more.category && { category: more.category }),
  data: { title, ...more.data },
});

/** Registers an origin with some members. */
export async function register(
  { api }: Pick<Belfry, "api">,
  origin: string,
  members: readonly string[] = ["admin"],
): Promise<void> {
  for (const path of [`/api/origins/${origin}`, ...members.map((name) => `/api/origins/${origin}/members/${name}`)]) {
    expect((await api("PUT", path)).status, path).toBeLessThan(300);
  }
}

/** Publishes one body, or several at once. */
export async function publish({ api }: Pick<Belfry, "api">, bodies: object): Promise<void> {
  const response = await api("POST", "/notifications", bodies);
  expect(response.status, await response.text()).toBe(201);
}

/** The row whose sentence has a text in it, as the button that opens it. */
export const row = (page: Page, text: string) =>
  page.getByRole("region", { name: "Notifications" }).locator("button[aria-expanded]").filter({ hasText: text });
