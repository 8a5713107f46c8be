import postgres from "postgres";
import { parseAddress } from "../address.ts";
import { clientOptions, type Client } from "../session.ts";

/** A client of the driver's, for what a test does or looks at itself. It understands every address that Belfry does. */
export function connect(url: string, { max = 1 }: { max?: number } = {}): Client {
  return postgres({ ...clientOptions(parseAddress(url)), max });
}
