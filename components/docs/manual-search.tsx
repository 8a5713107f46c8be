import { address } from "../http/address.ts";
import { Icon } from "../ui/icon.tsx";

/** The field and what it finds: there where its script runs (search.ts), which draws the rows. */
export function ManualSearch({ script }: { script: string }) {
  return (
    <>
      <search hidden data-index={address("/docs/search.json")} data-base={address("/").slice(0, -1)} className="found">
        <div className="relative">
          <Icon
            name="search"
            className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-meta"
          />
          <input
            type="search"
            aria-label="Search the documentation"
            aria-keyshortcuts="/"
            placeholder="Search"
            autoComplete="off"
            spellCheck={false}
            className="touch-target h-9 w-full rounded-control border border-edge bg-surface pr-2 pl-8.5 placeholder:text-meta"
          />
        </div>
        <div className="results">
          <p role="status" />
          <ul hidden />
        </div>
      </search>
      <script type="module" data-kept="" dangerouslySetInnerHTML={{ __html: script }} />
    </>
  );
}
