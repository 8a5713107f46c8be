/**
 * `npm start`. What it loads is compiled once a version and kept in `DATA_DIR`: nothing after this is compiled, or stripped
 * of its types, that was so at an earlier start. That is why it is plain JavaScript.
 * @see docs/decisions/0034-a-light-start.md
 */
import { enableCompileCache } from "node:module";
import path from "node:path";
import { setFlagsFromString } from "node:v8";

// What a start makes it mostly keeps. Room for what is soon garbage pays once there are requests: start.ts lets it grow then.
setFlagsFromString("--semi-space-growth-factor=1");
// Where it can't be written all is compiled at each start, as at the first; what else that means, `start.ts` says.
enableCompileCache(path.resolve(process.env.DATA_DIR || ".data", "compiled"));
await import("./start.ts");
