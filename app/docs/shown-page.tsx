import { ManualFrame } from "#components/docs/manual-frame.tsx";
import { ManualText } from "#components/docs/manual-text.tsx";
import { manual, searchScript } from "../../docs/README.md";

/** The page of an address, if there is one. */
export const pageAt = (at: string) => manual.pages.find(({ address }) => address === at);

/** It in its frame. */
export function shownPage(at: string) {
  const page = pageAt(at);
  return (
    page && (
      <ManualFrame sections={manual.sections} script={searchScript} at={at} headings={page.headings}>
        <ManualText parts={page.parts} />
      </ManualFrame>
    )
  );
}
