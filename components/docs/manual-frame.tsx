import type { ReactNode } from "react";
import { address } from "../http/address.ts";
import { ManualSearch } from "./manual-search.tsx";
import type { Heading, Manual } from "./manual.ts";
import { PageScript } from "./page-script.tsx";

interface Shown {
  sections: Manual["sections"];
  /** The address of the page that is shown. */
  at: string;
  headings?: Heading[];
}

/** A page of the documentation with the search and the list of all pages: at its side, on a phone folded above it. */
export function ManualFrame({ script, children, ...shown }: Shown & { script: string; children: ReactNode }) {
  return (
    <div className="docs gap-10 lg:grid lg:grid-cols-[14rem_minmax(0,1fr)]">
      <div className="flex flex-col gap-3 self-start max-lg:mb-6 lg:sticky lg:top-12 lg:z-10 lg:max-h-[calc(100dvh-3rem)] lg:py-2 print:hidden">
        <ManualSearch script={script} />
        <nav aria-label="Documentation" className="hidden min-h-0 overflow-y-auto lg:block">
          <Pages {...shown} />
        </nav>
        <nav aria-label="Contents" className="lg:hidden">
          <details className="rounded-card border border-line bg-surface px-4 py-2">
            <summary className="touch-target cursor-pointer content-center font-medium">All pages</summary>
            <Pages {...shown} />
          </details>
        </nav>
      </div>
      <div className="min-w-0">{children}</div>
      <PageScript />
    </div>
  );
}

const link = "touch-target block content-center rounded-control py-0.5 hover:text-ink hover:underline";

function Pages({ sections, at, headings = [] }: Shown) {
  return (
    <ul className="flex flex-col gap-3 pb-2 text-small">
      {sections.map(({ title, pages }) => (
        <li key={title}>
          <p className="py-0.5 font-medium text-meta">{title}</p>
          <ul>
            {pages.map((page) => (
              <li key={page.address}>
                {page.address === at ? (
                  <>
                    <a
                      href={address(at as `/${string}`)}
                      aria-current="page"
                      className={`${link} font-semibold text-ink`}
                    >
                      {page.title}
                    </a>
                    <ul className="mb-1 border-l-2 border-accent pl-2.5">
                      {headings.map(({ id, text }) => (
                        <li key={id}>
                          <a href={`#${id}`} className={`${link} text-soft`}>
                            {text}
                          </a>
                        </li>
                      ))}
                    </ul>
                  </>
                ) : (
                  <a href={address(page.address as `/${string}`)} className={`${link} text-soft`}>
                    {page.title}
                  </a>
                )}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
