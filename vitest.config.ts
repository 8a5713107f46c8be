import { defineConfig } from "vitest/config";

const exclude = ["node_modules/**", ".next/**", ".data/**", "e2e/**"];

/** Long, and with nothing in them that another Postgres than the embedded one might take in another way: its server, who may what. */
const sameOnEach = ["db/embedded*", "db/embedded/**", "db/upgrade*", "app/access*", "app/api/auth/**", "scripts/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "database",
          include: ["**/*.db.test.ts"],
          exclude: process.env["BELFRY_TEST_POSTGRES"] ? [...exclude, ...sameOnEach] : exclude,
          globalSetup: "db/test/server.ts",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          // A busy machine is no failure.
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        test: {
          name: "faults",
          include: ["e2e/faults/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // Each has the machine for itself: what is killed in one is no part of another.
          maxWorkers: 1,
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
