import { describe, expect, it } from "vitest";
import { allowing } from "./networks.ts";

const none = allowing([]);

describe("addresses", () => {
  it.each([
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "0:0:0:0:0:ffff:a9fe:a9fe",
    "::7f00:1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "localhost",
    "",
  ])("%s is reached by nobody", (address) => {
    expect(none.address(address)).toBe(false);
  });

  it.each(["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"])(
    "%s is one of the internet",
    (address) => {
      expect(none.address(address)).toBe(true);
    },
  );

  it("are reached where they are listed, however they are written", () => {
    const some = allowing(["10.0.0.0/8", "127.0.0.1", "fd00::/8", "Ntfy.internal"]);
    for (const address of ["10.9.9.9", "::ffff:10.9.9.9", "127.0.0.1", "fd12::1"])
      expect(some.address(address)).toBe(true);
    for (const address of ["172.16.0.1", "127.0.0.2", "fc00::1"]) expect(some.address(address)).toBe(false);
    expect([some.host("ntfy.internal"), some.host("NTFY.internal."), some.host("evil.ntfy.internal")]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
