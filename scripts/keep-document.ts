/**
 * `npm run keep:document`: writes what the API promises in this version to `docs/openapi/`, for the test that compares the
 * next one with it. Words and examples are left out: they may change.
 */
import { keepPromise } from "./release/promise.ts";

console.log(`kept in ${keepPromise()}`);
