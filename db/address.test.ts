import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { rootCertificates } from "node:tls";
import { describe, expect, it } from "vitest";
import { parseAddress } from "./address.ts";

const certificate = rootCertificates[0] ?? "";
const plain = { user: "u", password: "p", database: "d", hosts: [{ host: "h", port: 5432 }], startup: {} };

describe("parseAddress", () => {
  it.each([
    ["postgres://u:p@h/d", plain],
    ["postgresql://u:p@h:5433/d", { ...plain, hosts: [{ host: "h", port: 5433 }] }],
    ["postgres://u:p%40%2F%25@h/d", { ...plain, password: "p@/%" }],
    ["postgres://u:p@w@h/d", { ...plain, password: "p@w" }],
    ["postgres://u:p@h", { ...plain, database: "u" }],
    ["postgres://u:p@[::1]:6543/d", { ...plain, hosts: [{ host: "::1", port: 6543 }] }],
    ["postgres://u:p@a:1,[::1],c/d", { ...plain, hosts: [{ host: "a", port: 1 }, { host: "::1", port: 5432 }, { host: "c", port: 5432 }] }], // prettier-ignore
    ["postgres://u:p@/d?host=/run/postgresql", { ...plain, hosts: [{ host: "/run/postgresql", port: 5432 }] }],
    ["postgres://u:p@%2Frun%2Fpostgresql/d", { ...plain, hosts: [{ host: "/run/postgresql", port: 5432 }] }],
    ["postgres:///d?host=a,b&port=1,2&user=u&password=p", { ...plain, hosts: [{ host: "a", port: 1 }, { host: "b", port: 2 }] }], // prettier-ignore
    ["postgres://u:p@h/d?target_session_attrs=read-write&pgbouncer=true&connect_timeout=9", plain],
    ["postgres://u:p@h/d?application_name=x&options=-c%20a%3Db", { ...plain, startup: { application_name: "x", options: "-c a=b" } }], // prettier-ignore
  ])("reads %s", (url, expected) => {
    expect(parseAddress(url)).toMatchObject(expected);
  });

  it.each([
    ["postgres://u:100%@h/d", "%25"],
    ["postgres://u:p@h:port/d", "h:port"],
    ["postgres://u:p@h/d?target_session_attrs=standby", "target_session_attrs=standby"],
    ["postgres://u:p@h/d?sslmode=always", "sslmode=always"],
    ["postgres://u:p@h/d?sslmode=verify-full&sslrootcert=/nowhere/ca.pem", "/nowhere/ca.pem"],
    ["postgres://u:p@h/d?service=x", "service"],
    ["postgres//u:p@h", "of the form"],
  ])("refuses %s by name", (url, named) => {
    expect(() => parseAddress(url)).toThrow(named);
    expect(() => parseAddress(url)).toThrow(/^DATABASE_/);
  });

  it("checks the server's certificate as far as sslmode asks for it", () => {
    const ca = path.join(mkdtempSync(path.join(tmpdir(), "belfry-ca-")), "ca.pem");
    writeFileSync(ca, certificate);
    const tls = (query: string, file?: string) => parseAddress(`postgres://u:p@h/d?${query}`, file).tls("h");
    expect(tls("")).toBe("prefer");
    expect(tls("", ca)).toMatchObject({ rejectUnauthorized: true, ca: certificate });
    expect(tls("ssl=true")).toMatchObject({ rejectUnauthorized: false });
    expect(tls("sslmode=disable")).toBe(false);
    expect(tls("sslmode=prefer")).toBe("prefer");
    expect(tls("sslmode=require")).toMatchObject({ rejectUnauthorized: false, servername: "h" });
    expect(tls("sslmode=require", ca)).toMatchObject({ rejectUnauthorized: true, ca: certificate });
    expect(tls(`sslmode=verify-ca&sslrootcert=${ca}`)).toMatchObject({ rejectUnauthorized: true, ca: certificate });
    expect(tls("sslmode=verify-full&sslrootcert=system")).toMatchObject({ rejectUnauthorized: true });
    const name = (query: string) =>
      (tls(query) as { checkServerIdentity: (host: string, of: object) => Error | undefined }).checkServerIdentity(
        "h",
        {
          subject: { CN: "other" },
        },
      );
    expect(name("sslmode=verify-ca")).toBeUndefined();
    for (const query of ["sslmode=verify-full", "sslmode=require&channel_binding=require"])
      expect(name(query)).toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect(parseAddress("postgres://u@%2Frun/d?sslmode=require").tls("/run")).toBe(false);
  });
});
