import { expect, it } from "vitest";
import { writeAtom } from "./atom.ts";

const at = new Date("2026-11-28T17:13:01.000Z");

it("writes what anybody says as text, and leaves out what XML can't hold", () => {
  const feed = writeAtom({
    id: "https://belfry.example/hub/notices",
    title: "Notices",
    link: "https://belfry.example/",
    entries: [
      {
        id: "https://belfry.example/hub/notices#7",
        title: `<b>&amp;"\u0000\u001b\ud800 \u{1F514}`,
        link: `https://x/?a=1&b="`,
        at,
      },
    ],
  });
  expect(feed).toContain("<title>&lt;b&gt;&amp;amp;&quot;\ufffd \u{1F514}</title>");
  expect(feed).toContain('href="https://x/?a=1&amp;b=&quot;"');
  expect(feed).toContain("<updated>2026-11-28T17:13:01.000+00:00</updated>");
});

it("is a feed without entries too, which changed last when there was nothing", () => {
  const feed = writeAtom({ id: "urn:x", title: "Notices", link: "https://belfry.example/", entries: [] });
  expect(feed).toContain("<updated>1970-01-01T00:00:00.000+00:00</updated>");
  expect(feed).not.toContain("<entry>");
});
