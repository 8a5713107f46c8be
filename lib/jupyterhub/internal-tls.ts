import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { getCACertificates } from "node:tls";
import type { Env } from "#lib/env.ts";

/** How the parts of a hub with `internal_ssl` know each other: who we are to them, and whose certificates are good. */
export interface InternalTls {
  key?: string;
  cert?: string;
  ca?: string[];
}

type Setting = "JUPYTERHUB_SSL_KEYFILE" | "JUPYTERHUB_SSL_CERTFILE" | "JUPYTERHUB_SSL_CLIENT_CA";

/**
 * Reads the files that a hub with `internal_ssl` names; nothing where none are set. They are for its API and for labs at
 * https. The system's own CAs stay good, as for JupyterHub's own services.
 * @throws Error with one line that names the setting whose file is wrong
 */
export function internalTls(env: Pick<Env, Setting>): InternalTls | undefined {
  const read = (setting: Setting) => readPem(setting, env[setting]);
  const [key, cert, ca] = [
    read("JUPYTERHUB_SSL_KEYFILE"),
    read("JUPYTERHUB_SSL_CERTFILE"),
    read("JUPYTERHUB_SSL_CLIENT_CA"),
  ];
  if (key === undefined && cert === undefined && ca === undefined) return undefined;
  if (ca !== undefined) certificateIn("JUPYTERHUB_SSL_CLIENT_CA", ca);
  if (key !== undefined && cert !== undefined) {
    const certificate = certificateIn("JUPYTERHUB_SSL_CERTFILE", cert);
    if (!certificate.checkPrivateKey(keyIn(key)))
      throw new Error("JUPYTERHUB_SSL_KEYFILE is not the key of the certificate in JUPYTERHUB_SSL_CERTFILE");
  }
  return {
    ...(key !== undefined && { key }),
    ...(cert !== undefined && { cert }),
    ...(ca !== undefined && { ca: [...getCACertificates(), ca] }),
  };
}

function readPem(setting: Setting, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`${setting} can't be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}

function certificateIn(setting: Setting, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw new Error(`${setting} holds no certificate`, { cause: error });
  }
}

function keyIn(pem: string) {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw new Error("JUPYTERHUB_SSL_KEYFILE holds no private key that can be read without a password", {
      cause: error,
    });
  }
}
