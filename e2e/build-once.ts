import { ensureBuilt } from "#scripts/demo/build.ts";

/** What the tests start is built before the first of them, and not by the one that packs a release while the others run. */
export default () => ensureBuilt({ standsAlone: true });
