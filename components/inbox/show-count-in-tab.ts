import { grouped } from "#lib/grouped.ts";

const badgeMark = "data-count";

/** The count as a browser's tab shows it: before the page's own title. */
export const titled = (title: string, count: number): string =>
  `${count > 0 ? `(${grouped(count)}) ` : ""}${title.replace(/^\([\d,]+\) /, "")}`;

/**
 * Keeps the count in the title, whatever page gives it one, and on the icon.
 * @returns a function that ends it
 */
export function showCountInTab(count: number): () => void {
  const write = () => {
    const title = titled(document.title, count);
    if (document.title !== title) document.title = title;
    // The framework puts a page's own behind it.
    if (document.head.querySelector(`[${badgeMark}] ~ [rel=icon]`)) showOnIcon(count);
  };
  showOnIcon(count);
  write();
  const observer = new MutationObserver(write);
  observer.observe(document.head, { childList: true, characterData: true, subtree: true });
  return () => observer.disconnect();
}

/** The last icon a page names is the one browsers show. */
function showOnIcon(count: number): void {
  document.head.querySelector(`link[${badgeMark}]`)?.remove();
  if (count === 0) return;
  const link = document.createElement("link");
  link.rel = "icon";
  link.type = "image/svg+xml";
  link.setAttribute(badgeMark, "");
  link.href = `data:image/svg+xml,${encodeURIComponent(icon(count > 9 ? "9+" : String(count)))}`;
  document.head.append(link);
}

/** As app/icon.svg, with a badge. */
const icon = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#8f6000"/><path d="M14 6.5v3M5.5 23c2.2-1.9 2.6-4 2.6-7a5.9 5.9 0 0 1 11.8 0c0 3 .4 5.1 2.6 7zM11.5 26.2a2.6 2.6 0 0 0 5 0" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/><circle cx="22.5" cy="9.5" r="9.5" fill="#b4232c"/><text x="22.5" y="14.5" font-family="sans-serif" font-weight="bold" font-size="${text.length > 1 ? 12 : 15}" fill="#fff" text-anchor="middle">${text}</text></svg>`;
