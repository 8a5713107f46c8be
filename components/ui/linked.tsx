import { Fragment } from "react";

/** What in a text is an address of the web; punctuation at its end is the sentence's. */
const addresses = /https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}»”’]/gi;

/** A text in pieces, of which some are addresses. */
export function piecesOf(text: string): { text: string; href?: string }[] {
  const pieces: { text: string; href?: string }[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(addresses)) {
    if (!URL.canParse(found)) continue;
    if (index > from) pieces.push({ text: text.slice(from, index) });
    pieces.push({ text: found, href: new URL(found).href });
    from = index + found.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** What people wrote, with its addresses as links. In which direction it runs is for whatever it stands in to say. */
export function Linked({ text }: { text: string }) {
  return piecesOf(text).map(({ text, href }, at) =>
    href === undefined ? (
      <Fragment key={at}>{text}</Fragment>
    ) : (
      <a
        key={at}
        href={href}
        dir="ltr"
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="underline underline-offset-2 hover:decoration-2"
      >
        {text}
      </a>
    ),
  );
}
