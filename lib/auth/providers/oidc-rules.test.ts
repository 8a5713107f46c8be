import { describe, expect, it } from "vitest";
import { groupsIn, mayComeIn } from "./oidc-rules.ts";

describe("groupsIn", () => {
  it.each([
    [undefined, { groups: ["staff"] }, ["staff"]],
    ["roles", { groups: ["staff"], roles: ["chess", "go"] }, ["chess", "go"]],
    ["https://example.org/groups", { "https://example.org/groups": "one" }, ["one"]],
    [undefined, {}, []],
    [undefined, { groups: null }, []],
    [undefined, { groups: { staff: true } }, []],
    [undefined, { groups: ["staff", 7] }, []],
    ["constructor", {}, []],
  ])("by the claim %s of %j: %j", (claim, told, groups) => {
    expect(groupsIn({ AUTH_OIDC_GROUPS_CLAIM: claim }, told)).toEqual(groups);
  });
});

describe("mayComeIn", () => {
  const rules = {
    AUTH_OIDC_ALLOW_DOMAINS: ["example.org", "xn--mnchen-3ya.example"],
    AUTH_OIDC_ALLOW_GROUPS: ["staff"],
  };
  const said = (email: string | undefined, verified: boolean, ...groups: string[]) => ({
    email,
    verifiedEmail: verified ? email : undefined,
    groups,
  });

  it.each([
    [said("ann@example.org", true)],
    [said("Ann@EXAMPLE.org", true)],
    [said("ann@münchen.example", true)],
    [said(undefined, false, "guests", "staff")],
    [said("ann@elsewhere.org", true, "staff")],
  ])("one of the lists is enough: %j", (told) => {
    expect(mayComeIn(rules, told)).toBeUndefined();
  });

  it.each([
    [said("ann@example.org", false), "the issuer tells ann@example.org, and not that it is yours"],
    [said(undefined, false), "the issuer tells no e-mail address of yours"],
    [said("ann@lab.example.org", true), "that of ann@lab.example.org is none of them"],
    [said("ann@example.org.evil.org", true), "is none of them"],
    [said("ann@example.org@evil.org", true), "is none of them"],
    [said("example.org", true), "is none of them"],
    [said("@example.org", true), "is none of them"],
    [said("ann@example.org", false, "Staff"), "you are in none of them"],
  ])("refuses %j, and says why", (told, reason) => {
    expect(mayComeIn(rules, told)).toContain(reason);
  });

  it("without a list everybody whom the issuer knows comes in", () => {
    expect(mayComeIn({}, said(undefined, false))).toBeUndefined();
  });
});
