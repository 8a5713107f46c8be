/** `node lint.mjs FILE`: what Redocly's and Spectral's recommended rules say of a document, one line each; fails on any. */
import { readFileSync } from "node:fs";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import spectral from "@stoplight/spectral-core";
import { oas } from "@stoplight/spectral-rulesets";

const source = readFileSync(process.argv[2], "utf8");
// An address that only leads on answers 303, which Spectral takes for the success that it is.
const config = await createConfig({ extends: ["recommended"], rules: { "operation-2xx-response": "off" } });
const first = await lintFromString({ source, absoluteRef: "openapi.json", config });
const second = new spectral.Spectral();
second.setRuleset({ extends: [[oas, "recommended"]] });
const found = [
  ...first.map(({ ruleId, message, location }) => `Redocly, ${ruleId}: ${message} ${location[0]?.pointer ?? ""}`),
  ...(await second.run(JSON.parse(source))).map(
    ({ code, message, path }) => `Spectral, ${code}: ${message} ${path.join(".")}`,
  ),
];
for (const line of found) console.log(line);
process.exit(found.length === 0 ? 0 : 1);
