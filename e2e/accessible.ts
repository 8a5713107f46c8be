import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** Nothing that axe finds fault with, and nothing that goes beyond the page's width. */
export async function accessible(page: Page): Promise<void> {
  // Colours that are still fading in would be measured half-way. What was just drawn begins to a frame or two later, and
  // what ends, or is taken away, may have another follow it.
  await page.evaluate(async () => {
    const ending = () =>
      document
        .getAnimations()
        .filter(
          ({ effect, playState }) => playState === "running" && Number(effect?.getComputedTiming().endTime) < Infinity,
        );
    for (let quiet = 0; quiet < 2; quiet++) {
      await new Promise(requestAnimationFrame);
      const all = ending();
      if (all.length > 0) quiet = -1;
      await Promise.allSettled(all.map(({ finished }) => finished));
    }
  });
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
    0,
  );
}

/** What axe finds fault with. Where all else lies is not worked out, which takes a long page longer than the look itself. */
export async function violationsOn(page: Page): Promise<{ id: string; targets: unknown[] }[]> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).analyze();
  return violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target) }));
}
