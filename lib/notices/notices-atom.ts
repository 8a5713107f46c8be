import { writeAtom } from "./atom.ts";
import type { Notice } from "./list.ts";

/** The notices as Atom, as JupyterLab's `LabApp.news_url` reads it too. @param address where Belfry is mounted, without a slash at its end */
export function noticesAtom(notices: readonly Notice[], address: string): string {
  return writeAtom({
    id: `${address}/hub/notices`,
    title: "Notices",
    link: `${address}/`,
    entries: notices.map(({ id, message, type, sentAt }) => ({
      id: `${address}/hub/notices#${id}`,
      title: message,
      category: type,
      at: sentAt,
    })),
  });
}
