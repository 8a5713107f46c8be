/** Where the schema stands, and the migrations that drizzle-kit writes of its changes (scripts/generate.ts). */
export default {
  dialect: "postgresql",
  schema: "./db/schema/index.ts",
  out: "./db/migrations",
};
