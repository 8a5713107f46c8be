import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeName, labUrl, parseLabUrlTemplate } from "./lab-url.ts";

const docker = "http://jupyterlab-{username}:8888{base_url}";
const ingest = "jupyterlab-notifications-extension/ingest";

describe("escaping", () => {
  test.each([
    ["alice", "alice"],
    ["user.name", "user-2ename"],
    ["a-b", "a-2db"],
    ["zoë", "zo-c3-ab"],
    ["Alice", "-41lice"],
    ["Ann", "-41nn"],
    ["ann.lee@x", "ann-2elee-40x"],
    ["🔔", "-f0-9f-94-94"],
    ["_", "-5f"],
    ["\n", "-0a"],
  ])("%j is %s", (name, escaped) => {
    expect(escapeName(name)).toBe(escaped);
  });
});

describe("the address of a lab", () => {
  test.each([
    [{ username: "alice", server: "", baseUrl: "/user/alice/" }, `http://jupyterlab-alice:8888/user/alice/${ingest}`],
    [
      { username: "alice", server: "gpu", baseUrl: "/user/alice/gpu/" },
      `http://jupyterlab-alice:8888/user/alice/gpu/${ingest}`,
    ],
    [
      { username: "ann.lee@x", server: "", baseUrl: "/jh/user/ann.lee@x/" },
      `http://jupyterlab-ann-2elee-40x:8888/jh/user/ann.lee@x/${ingest}`,
    ],
    [
      { username: "zoë", server: "", baseUrl: "/user/zo%C3%AB/" },
      `http://jupyterlab-zo-c3-ab:8888/user/zo%C3%AB/${ingest}`,
    ],
    [{ username: "bob", server: "", baseUrl: "/user/bob" }, `http://jupyterlab-bob:8888/user/bob/${ingest}`],
    [{ username: "bob", server: "", baseUrl: "/" }, `http://jupyterlab-bob:8888/${ingest}`],
  ])("%j", (address, url) => {
    expect(labUrl(docker, address)).toBe(url);
  });

  test.each([
    ["https://hub.example.org{base_url}", `https://hub.example.org/user/alice/gpu/${ingest}`],
    ["http://127.0.0.1:8000{base_url}", `http://127.0.0.1:8000/user/alice/gpu/${ingest}`],
    ["http://[::1]:8000{base_url}", `http://[::1]:8000/user/alice/gpu/${ingest}`],
    ["http://{username}.labs:80{base_url}", `http://alice.labs/user/alice/gpu/${ingest}`],
    ["http://Lab-{username}--{server}:8888{base_url}", `http://lab-alice--gpu:8888/user/alice/gpu/${ingest}`],
    ["http://proxy/{username}/{server}/", `http://proxy/alice/gpu/${ingest}`],
    ["http://lab-{username}", `http://lab-alice/${ingest}`],
    ["https://front.example.org/hub-a{base_url}", `https://front.example.org/hub-a/user/alice/gpu/${ingest}`],
    ["https://front.example.org/a/b/{base_url}", `https://front.example.org/a/b/user/alice/gpu/${ingest}`],
    ["http://lab/{base_url}", `http://lab/user/alice/gpu/${ingest}`],
  ])("by the template %s", (template, url) => {
    expect(labUrl(template, { username: "alice", server: "gpu", baseUrl: "/user/alice/gpu/" })).toBe(url);
  });

  test.each([
    ["ftp://x{base_url}", "is not an http or https address"],
    ["jupyterlab-{username}:8888{base_url}", "is not an http or https address"],
    ["http://user:secret@lab-{username}{base_url}", "holds credentials"],
    ["http://lab-{user}:8888{base_url}", "holds {user};"],
    ["http://lab-{username:8888{base_url}", "holds {username:8888{base_url};"],
    ["http://{base_url}", "is not an http or https address"],
    ["http://lab:{username}{base_url}", "is not an http or https address"],
    ["http://lab{base_url}?x={username}", "holds a query"],
    ["http://lab{base_url}#", "holds a query"],
    ["http://lab/a b/{username}", "holds a query"],
    ["http://lab/{username}{base_url}", "has more than a fixed path between its host and {base_url}"],
    ["http://lab/x/../y{base_url}", "has a path before {base_url} that would be read as another"],
    ["http://lab//x{base_url}", "has a path before {base_url} that would be read as another"],
    ["http://lab/x/", "would be the same for every lab"],
    ["", "is not an http or https address"],
  ])("the template %j %s", (template, why) => {
    expect(() => parseLabUrlTemplate(template)).toThrow(why);
  });

  test.each([
    "",
    "user/alice/",
    "//evil.com/",
    "http://evil.com",
    "http://evil.com/",
    "http://evil.com//user/alice/",
    "http:///user/alice/",
    "https://evil.com/user/../x/",
    "ftp://evil.com/user/alice/",
    "/user/../../",
    "/user/..",
    "/user/%2e%2E/x/",
    "/./",
    "/user\\alice/",
    "/user?x",
    "/user#x",
    "/user /",
    "/user\n/",
    "/user/zoë/",
    "/user/\u0000/",
    "@evil.com/",
    ":9999/",
    ".evil.com/",
  ])("is refused when the hub lists it at %j", (baseUrl) => {
    expect(() => labUrl(docker, { username: "alice", server: "", baseUrl })).toThrow(
      'The server of "alice" can\'t be addressed',
    );
  });

  test("is refused for a name that would be read as a number", () => {
    expect(() =>
      labUrl("http://{username}:8888{base_url}", { username: "2130706433", server: "", baseUrl: "/" }),
    ).toThrow("is not its address");
    expect(() =>
      labUrl("http://{username}:8888{base_url}", { username: "0x7f000001", server: "", baseUrl: "/" }),
    ).toThrow("is not its address");
  });

  test("is refused without a username, or with half a character in it", () => {
    expect(() => labUrl(docker, { username: "", server: "", baseUrl: "/" })).toThrow("no username");
    expect(() => labUrl(docker, { username: "a\ud800", server: "", baseUrl: "/" })).toThrow("half a surrogate pair");
  });
});

describe("where people have hosts of their own", () => {
  const listed = { username: "alice", server: "", baseUrl: "https://alice.hub.example.org/user/alice/" };
  const hub = "https://hub.example.org/hub";

  test("a template takes the path of the whole address that the hub lists", () => {
    expect(labUrl(docker, listed)).toBe(`http://jupyterlab-alice:8888/user/alice/${ingest}`);
    const evil = { ...listed, baseUrl: "http://evil.com:80/user/alice/" };
    expect(labUrl("http://127.0.0.1:8000{base_url}", evil)).toBe(`http://127.0.0.1:8000/user/alice/${ingest}`);
  });

  test.each([
    [listed, `https://alice.hub.example.org/user/alice/${ingest}`],
    [
      { ...listed, baseUrl: "http://zo-c3-ab.hub.example.org:8000/jh/user/zo%C3%AB" },
      `http://zo-c3-ab.hub.example.org:8000/jh/user/zo%C3%AB/${ingest}`,
    ],
    [
      { ...listed, baseUrl: "/user/alice/", fullUrl: "https://hub.example.org/user/alice/" },
      `https://hub.example.org/user/alice/${ingest}`,
    ],
  ])("the hub's own address of %j", (address, url) => {
    expect(labUrl("hub", address, hub)).toBe(url);
  });

  test.each([
    [{ baseUrl: "/user/alice/" }, "the hub gives no whole address for it"],
    [{ baseUrl: "/user/alice/", fullUrl: null }, "the hub gives no whole address for it"],
    [{ baseUrl: "https://evil.com/user/alice/" }, "which is not on a host at or below hub.example.org"],
    [{ baseUrl: "https://evilhub.example.org/user/alice/" }, "which is not on a host at or below hub.example.org"],
    [{ baseUrl: "https://hub.example.org.evil.com/user/alice/" }, "which is not on a host at or below hub.example.org"],
    [{ baseUrl: "https://alice.hub.example.org@evil.com/" }, "is not a plain http or https address"],
    [{ baseUrl: "ftp://alice.hub.example.org/" }, "is not a plain http or https address"],
    [{ baseUrl: "https://alice.hub.example.org/../x/" }, "is not a plain http or https address"],
    [{ baseUrl: "https://alice.hub.example.org/?x/" }, "is not a plain http or https address"],
    [{ baseUrl: "https:\\\\evil.com\\alice.hub.example.org/" }, "is not a plain http or https address"],
  ])("is refused where the hub gives %j", (more, why) => {
    expect(() => labUrl("hub", { ...listed, ...more }, hub)).toThrow(why);
  });

  test("is refused where nobody said what the hub's own host is", () => {
    expect(() => labUrl("hub", listed)).toThrow("not on a host at or below its public address");
  });
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc.string({
    unit: fc.constantFrom(".", "/", "\\", "@", ":", "?", "#", "%", "a", "2", "e", "{", "}", "\n", " ", "ı", "。"),
    minLength: 1,
  }),
  fc.constantFrom(
    "..",
    ".",
    "a/b",
    "a@evil.com",
    "a?x#y",
    "a:1@b",
    "evil.com/",
    "{base_url}",
    "{username}",
    "$&",
    "xn--a",
  ),
);

describe("whatever a name is", () => {
  test("scheme, host, port and path stay what the template says", () => {
    fc.assert(
      fc.property(hostile, fc.oneof(fc.constant(""), hostile), (username, server) => {
        const url = new URL(
          labUrl("http://lab-{username}-{server}-end:8888{base_url}", { username, server, baseUrl: "/user/x/" }),
        );
        expect(url.protocol).toBe("http:");
        expect(url.port).toBe("8888");
        expect(url.host).toBe(`lab-${escapeName(username)}-${escapeName(server)}-end:8888`);
        expect(url.pathname + url.search + url.hash).toBe(`/user/x/${ingest}`);
        expect(url.username + url.password).toBe("");
      }),
    );
  });

  test("two names that differ have different hosts", () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        expect(escapeName(a).toLowerCase() === escapeName(b).toLowerCase()).toBe(a === b);
      }),
    );
  });

  test("a listed path either is used as it is or is refused", () => {
    fc.assert(
      fc.property(hostile, (rest) => {
        const baseUrl = `/${rest}`;
        let url: string;
        try {
          url = labUrl("http://proxy:8000{base_url}", { username: "alice", server: "", baseUrl });
        } catch {
          return;
        }
        expect(url).toBe(`http://proxy:8000${baseUrl.replace(/\/?$/, "/")}${ingest}`);
      }),
    );
  });
});
