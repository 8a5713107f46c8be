/** What the documentation's front page is imported as: all of it (scripts/manual/loader.mjs). */
declare module "*/docs/README.md" {
  import type { Manual } from "#components/docs/manual.ts";
  export const manual: Manual;
  /** The script of components/docs/search.ts. */
  export const searchScript: string;
}
