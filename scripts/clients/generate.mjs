/** `node generate.mjs FILE OUT`: types of a document, as `openapi-typescript --default-non-nullable false` makes them. */
import { readFileSync, writeFileSync } from "node:fs";
import openapi, { astToString } from "openapi-typescript";

const [, , from, to] = process.argv;
writeFileSync(to, astToString(await openapi(readFileSync(from, "utf8"), { defaultNonNullable: false })));
