import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { createHubClient } from "./client.ts";
import { exchange } from "./exchange.ts";
import { internalTls, type InternalTls } from "./internal-tls.ts";
import { labRequest } from "./lab-request.ts";
import { hasOpenssl, makeCa } from "./test/certificates.ts";
import { labConnections } from "./test/servers.ts";

const unset = {
  JUPYTERHUB_SSL_KEYFILE: undefined,
  JUPYTERHUB_SSL_CERTFILE: undefined,
  JUPYTERHUB_SSL_CLIENT_CA: undefined,
};

test("nothing set is nothing", () => {
  expect(internalTls(unset)).toBeUndefined();
});

// It says so where the tests are listed; there is no other way to make a certificate.
describe.skipIf(!hasOpenssl)("with openssl", () => {
  /** A hub and a lab in one, which let in whoever has a certificate of their CA's, and no one else. */
  async function setting() {
    const ca = makeCa();
    const [server, own] = [ca.issue("server"), ca.issue("belfry")];
    const names: string[] = [];
    const https = createServer(
      {
        key: readFileSync(server.key),
        cert: readFileSync(server.cert),
        ca: readFileSync(ca.file),
        requestCert: true,
      },
      ({ socket }, response) => {
        names.push(String((socket as TLSSocket).getPeerCertificate().subject.CN));
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ name: "belfry", kind: "service", scopes: ["list:users"], success: true }));
      },
    );
    await new Promise<void>((resolve) => https.listen(0, "127.0.0.1", resolve));
    onTestFinished(
      () =>
        new Promise<void>((resolve) => {
          https.close(() => resolve());
          https.closeAllConnections();
        }),
    );
    const origin = `https://127.0.0.1:${(https.address() as AddressInfo).port}`;
    const files = {
      JUPYTERHUB_SSL_KEYFILE: own.key,
      JUPYTERHUB_SSL_CERTFILE: own.cert,
      JUPYTERHUB_SSL_CLIENT_CA: ca.file,
    };
    return { origin, files, names, ca };
  }

  const hubAt = (origin: string, tls: InternalTls | undefined) => {
    const client = createHubClient({ apiUrl: `${origin}/hub/api`, apiToken: "t", timeoutMs: 5000, tls });
    onTestFinished(() => client.close());
    return client;
  };

  test("the hub's API and a lab are reached, and see who asks", async () => {
    const { origin, files, names } = await setting();
    const tls = internalTls(files);
    expect(await hubAt(origin, tls).whoAmI()).toMatchObject({ name: "belfry" });
    const request = { url: `${origin}/user/alice/`, token: "t", timeoutMs: 5000 };
    expect(await exchange(labRequest({ ...request, pool: labConnections({ tls }) }))).toMatchObject({
      end: "answered",
      status: 200,
    });
    expect(names).toEqual(["belfry", "belfry"]);
  });

  test("without the files neither is trusted, nor are we without our certificate", async () => {
    const { origin, files, names } = await setting();
    await expect(hubAt(origin, undefined).whoAmI()).rejects.toThrow(/SELF_SIGNED|UNABLE_TO/);
    const withoutOurs = internalTls({ ...unset, JUPYTERHUB_SSL_CLIENT_CA: files.JUPYTERHUB_SSL_CLIENT_CA });
    await expect(hubAt(origin, withoutOurs).whoAmI()).rejects.toThrow(/The hub at /);
    expect(names).toEqual([]);
  });

  test("a wrong file is said in one line that names the setting", async () => {
    const { files, ca } = await setting();
    const wrong = `${files.JUPYTERHUB_SSL_KEYFILE}.wrong`;
    writeFileSync(wrong, "-----BEGIN NOTHING-----\n");
    const said = (change: Partial<typeof files>) => () => internalTls({ ...files, ...change });
    expect(said({ JUPYTERHUB_SSL_KEYFILE: "/nowhere" })).toThrow(/^JUPYTERHUB_SSL_KEYFILE can't be read \(ENOENT\)$/);
    expect(said({ JUPYTERHUB_SSL_KEYFILE: wrong })).toThrow(/^JUPYTERHUB_SSL_KEYFILE holds no private key/);
    expect(said({ JUPYTERHUB_SSL_KEYFILE: ca.issue("other").key })).toThrow(
      "JUPYTERHUB_SSL_KEYFILE is not the key of the certificate in JUPYTERHUB_SSL_CERTFILE",
    );
    expect(said({ JUPYTERHUB_SSL_CERTFILE: wrong })).toThrow(/^JUPYTERHUB_SSL_CERTFILE holds no certificate$/);
    expect(said({ JUPYTERHUB_SSL_CLIENT_CA: wrong })).toThrow(/^JUPYTERHUB_SSL_CLIENT_CA holds no certificate$/);
  });
});
