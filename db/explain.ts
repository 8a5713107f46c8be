import type { Address } from "./address.ts";
import { unavailable } from "./unavailable.ts";

type Told = (address: Address, message: string) => string;

const at = ({ hosts }: Address) => hosts.map(({ host, port }) => `${host}:${port}`).join(", ");
const unknownCa: Told = () =>
  "DATABASE_URL: the server's certificate is signed by nobody who is known here; name its CA's file in DATABASE_CA or sslrootcert, or use sslmode=require without channel_binding=require";

/** By the code of Postgres, of TLS or of the system. */
const words: Record<string, Told> = {
  ECONNREFUSED: (address) => `DATABASE_URL: nobody listens at ${at(address)}`,
  ECONNRESET: (address, message) =>
    `DATABASE_URL: ${/TLS/.test(message) ? `the server at ${at(address)} does not encrypt; use sslmode=prefer` : `${at(address)} ends the connection`}`,
  ENOTFOUND: (address) => `DATABASE_URL: the host of ${at(address)} has no address`,
  CONNECT_TIMEOUT: (address) => `DATABASE_URL: nobody answers at ${at(address)}`,
  "28P01": ({ user }) => `DATABASE_URL: the password for ${user} is wrong; put the right one into DATABASE_URL`,
  "28000": (_, message) => `DATABASE_URL: ${message}${/no encryption/.test(message) ? "; add sslmode=require" : ""}`,
  "3D000": ({ database }) => `DATABASE_URL: there is no database ${database}; create it`,
  "42501": ({ user, database }, message) =>
    `DATABASE_URL: ${message}; run: grant create on database "${database}" to "${user}"; grant create on schema public to "${user}"`,
  "53300": () =>
    "DATABASE_URL: the database takes no more connections; lower DATABASE_POOL or raise its max_connections",
  "25006": (address) => `DATABASE_URL: ${at(address)} can only be read; name the primary, or all hosts`,
  ERR_TLS_CERT_ALTNAME_INVALID: (address) =>
    `DATABASE_URL: the server's certificate is for another name than ${at(address)}; use the name in it, or sslmode=verify-ca`,
  CERT_HAS_EXPIRED: () => "DATABASE_URL: the server's certificate has expired",
  SELF_SIGNED_CERT_IN_CHAIN: unknownCa,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownCa,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownCa,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownCa,
};

/** What else keeps from a database, and is none of a statement. */
const isOfTheWay = (error: Error & { code?: unknown }) =>
  unavailable(error) !== undefined || /^(ERR_(SSL|TLS|OSSL)|CERT_|08|28|53)/.test(String(error.code));
const ofTheWay: Told = (address, message) => `DATABASE_URL: ${at(address)}: ${message.split("\n", 1)[0]}`;

/** The error of a first connection in the words of whoever sets it up: which setting, and what helps. */
export function explained(error: unknown, address: Address): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const told = words[String(error.code)] ?? (isOfTheWay(error) ? ofTheWay : undefined);
  return told ? new Error(told(address, error.message), { cause: error }) : error;
}
