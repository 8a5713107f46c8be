import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { partOf } from "#scripts/faults/parts.ts";

/** Files of one CA, and of a server that it vouches for. */
export interface Certificates {
  /** What whoever asks the server needs to know. */
  caFile: string;
  certificate: string;
  key: string;
  remove: () => void;
}

/** Makes a CA that nobody knows, and a certificate of its for one host name. */
export function makeCertificates(host: string): Certificates {
  const folder = mkdtempSync(path.join(tmpdir(), "belfry-certificates-"));
  const at = (name: string) => path.join(folder, name);
  const openssl = (...args: string[]) => execFileSync(partOf("openssl"), args, { cwd: folder, stdio: "pipe" });
  const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  openssl(...made, "-subj", "/CN=A CA of our own", "-keyout", "ca.key", "-out", "ca.pem");
  openssl(
    ...[
      ...made,
      "-subj",
      `/CN=${host}`,
      "-addext",
      `subjectAltName=DNS:${host}`,
      "-addext",
      "basicConstraints=CA:FALSE",
    ],
    ...["-CA", "ca.pem", "-CAkey", "ca.key", "-keyout", "server.key", "-out", "server.pem"],
  );
  return {
    caFile: at("ca.pem"),
    certificate: readFileSync(at("server.pem"), "utf8"),
    key: readFileSync(at("server.key"), "utf8"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
