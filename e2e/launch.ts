import { findBrowser } from "#scripts/verify/browser.ts";

const executablePath = findBrowser();

/** How tests start their browser: whichever there is, quiet, and as root without its sandbox. */
export const launchOptions = {
  ...(executablePath && { executablePath }),
  args: ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
};
