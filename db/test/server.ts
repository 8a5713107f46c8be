import { rm } from "node:fs/promises";
import path from "node:path";
import { tmpdir } from "node:os";
import type { TestProject } from "vitest/node";
import { openEmbedded, type Embedded } from "../embedded.ts";
import { migrate } from "../migrate.ts";
import { connect } from "./connect.ts";

declare module "vitest" {
  export interface ProvidedContext {
    serverUrl: string;
    templateName: string;
  }
}

const dataDir = path.join(tmpdir(), `belfry-test-${process.pid}`);
const templateName = `belfry_template_${process.pid}`;
let embedded: Embedded | undefined;
let serverUrl: string;

/** The address of one database on the server of another. */
export function onServer(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}

/**
 * A real Postgres for the database tests, with a migrated template on it: `DATABASE_URL`'s, else one of our own, from
 * the npm package or from the binaries in `BELFRY_TEST_POSTGRES`.
 */
export async function setup(project: TestProject): Promise<void> {
  if (!process.env["DATABASE_URL"])
    embedded = await openEmbedded({ dataDir, bin: process.env["BELFRY_TEST_POSTGRES"] });
  serverUrl = process.env["DATABASE_URL"] ?? embedded?.url ?? "";
  const sql = connect(serverUrl);
  await sql.unsafe(`create database ${templateName}`);
  await sql.end();
  await migrate(onServer(serverUrl, templateName));
  project.provide("serverUrl", serverUrl);
  project.provide("templateName", templateName);
}

export async function teardown(): Promise<void> {
  const sql = connect(serverUrl);
  await sql.unsafe(`drop database ${templateName} with (force)`);
  await sql.end();
  await embedded?.stop();
  await rm(dataDir, { recursive: true, force: true });
}
