/** Runs in the browser before anything else. */

// zod finds out by trying whether it may make code of text. The pages' policy forbids it, and browsers report each try.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
