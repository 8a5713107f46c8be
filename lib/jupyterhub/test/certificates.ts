import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** Without it no certificate can be made. */
export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** Files of a CA that nobody else knows, gone after the test; `issue` makes a key and a certificate of its for a name. */
export function makeCa() {
  const folder = mkdtempSync(path.join(tmpdir(), "belfry-ca-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => path.join(folder, name);
  const request = (name: string, subject: string, more: string[]) => {
    const fresh = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    const out = ["-keyout", at(`${name}.key`), "-out", at(`${name}.pem`)];
    execFileSync("openssl", ["req", "-x509", ...fresh, "-subj", `/CN=${subject}`, ...out, ...more], { stdio: "pipe" });
    return { key: at(`${name}.key`), cert: at(`${name}.pem`) };
  };
  const ca = request("ca", "A hub's own CA", []);
  const issue = (name: string) =>
    request(name, name, [
      ...["-CA", ca.cert, "-CAkey", ca.key],
      ...["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=CA:FALSE"],
    ]);
  return { file: ca.cert, issue };
}
