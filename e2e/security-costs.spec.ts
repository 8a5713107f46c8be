import { fetch as ask } from "undici";
import { signInAsProgram } from "#scripts/demo/sign-in-as-program.ts";
import { expect, test } from "./fixtures.ts";
import { metric } from "./metric.ts";

/** As many characters as Node.js takes for the head of a request, less some for the rest of it. */
const most = 15_000;
const full = (of: string, length = most) => of.repeat(Math.floor(length / of.length));
const headers = (name: string, value: string) => ({ headers: { [name]: value } });

/** What a request can be full of. Each is tried on every kind of address. */
const loads: Record<string, { query?: string; headers?: Record<string, string> }> = {
  "empty parameters": { query: full("&") },
  parameters: { query: full("a=1&") },
  "parameters of one list": { query: full("a[]=1&") },
  "a deep parameter": { query: `a${full("[b]", 1900)}=1` },
  "plus signs": { query: `a=${full("+", 1900)}` },
  "percent escapes": { query: `a=${full("%F0%9F%94%94", 1900)}` },
  cookies: headers("cookie", full("a=1; ")),
  "one cookie of ours": headers("cookie", `belfry-other=${full("a", 8000)}`),
  headers: { headers: Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`x-${n}`, full("a", 100)])) },
  "an accept list": headers("accept", full("a/b;q=0.1,")),
  "a list of languages": headers("accept-language", full("en;q=0.1,")),
  "a list of entity tags": headers("if-none-match", full('"a",')),
  "a deep router state": headers("next-router-state-tree", encodeURIComponent(full("[", 4000))),
};

test("no request costs more than a plain one of its kind and some", async ({ belfry }) => {
  const [file] = /\/_next\/static\/[^"]+\.js/.exec(await (await fetch(`${belfry.url}/sign-in`)).text()) ?? [];
  const { cookie } = await signInAsProgram(belfry.url, belfry.admin);
  const kinds: [path: string, headers: Record<string, string>][] = [
    ["/healthz", {}],
    ["/notifications?limit=1", { authorization: `Bearer ${belfry.admin.token}` }],
    [String(file), {}],
    ["/sign-in", {}],
    ["/", { cookie }],
  ];
  const cpuMs = async (request: () => ReturnType<typeof ask>) => {
    const cpu = () => metric(belfry.url, "process_cpu_seconds_total");
    const [requests, before] = [8, await cpu()];
    for (let n = 0; n < requests; n++) await (await request()).arrayBuffer();
    return ((await cpu()) - before) * (1000 / requests);
  };
  for (const [path, own] of kinds) {
    const asking = ({ query = "", headers: more = {} }: (typeof loads)[string]) => {
      const given = Object.entries(more).map(([name, value]) => {
        const before = own[name];
        return [name, before === undefined ? value : `${before}; ${value}`];
      });
      const all = { ...own, ...(Object.fromEntries(given) as Record<string, string>) };
      return cpuMs(() =>
        ask(belfry.url + path + (query && (path.includes("?") ? "&" : "?")) + query, {
          headers: all,
          redirect: "manual",
        }),
      );
    };
    const least: Record<string, number> = {};
    // The least counts: whatever else the machine does adds to the others.
    for (let round = 0; round < 3; round++)
      for (const [name, load] of Object.entries({ nothing: {}, ...loads }))
        least[name] = Math.min(await asking(load), least[name] ?? Infinity);
    const { nothing: plain = 0, ...dear } = least;
    test.info().annotations.push({ type: path, description: JSON.stringify({ plain, ...dear }) });
    for (const [name, ms] of Object.entries(dear)) expect(ms, `${path} full of ${name}`).toBeLessThan(2 * plain + 5);
  }
});
