import { headers } from "next/headers";
import { basePath } from "#lib/env.ts";
import { publicOrigin } from "#lib/http/public-origin.ts";
import { instance } from "#lib/instance.ts";

/** Where Belfry is mounted, as whoever asks for this page or action knows it; without a slash at its end. */
export async function publicAddress(): Promise<string> {
  return publicOrigin(instance(), { headers: await headers(), url: "" }) + basePath;
}
