import { createStore } from "../ui/store.ts";

/** Whether this page is of an older build than the server, which no longer knows what the page asks it to do. */
export const outdated = createStore(false);
