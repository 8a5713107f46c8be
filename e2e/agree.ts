import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/**
 * Presses a button of the dialog that asks before something is done, and waits until that is gone: what lies behind an
 * open one has no role, so that until then no list there says anything.
 */
export async function agree(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name }).click();
  await expect(dialog).toHaveCount(0);
}
