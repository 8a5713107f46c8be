export * from "./people.ts";
export * from "./inbox.ts";
export * from "./broadcasts.ts";
export * from "./operations.ts";
export * from "./ways.ts";
