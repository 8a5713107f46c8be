import { expect, it } from "vitest";
import { piecesOf } from "./linked.tsx";

const links = (text: string) => piecesOf(text).flatMap(({ href }) => href ?? []);

it("an address in a sentence is a link, without the sentence's punctuation", () => {
  expect(piecesOf("See https://a.example/x?y=1#z, then wait.")).toEqual([
    { text: "See " },
    { text: "https://a.example/x?y=1#z", href: "https://a.example/x?y=1#z" },
    { text: ", then wait." },
  ]);
  expect(links("(http://a.example/b) and “https://c.example/d”.")).toEqual([
    "http://a.example/b",
    "https://c.example/d",
  ]);
});

it.each([
  "no address",
  "javascript:alert(1)",
  "ftp://a.example",
  "data:text/html,x",
  "https://",
  "http://[",
  "//a.example",
])("there is no link in %j", (text) => {
  expect(links(text)).toEqual([]);
  expect(
    piecesOf(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
});

it("nothing of a text is lost", () => {
  const text = 'a https://x.example/?q="<b> https://y.example. \u202e end';
  expect(
    piecesOf(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
});
