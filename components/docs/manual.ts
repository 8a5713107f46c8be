/** Code with its button, or HTML as Markdown gave it. */
export type Part = string | { code: string; name: string };

export interface Heading {
  id: string;
  text: string;
}

/** A page of the documentation: a file of `docs/`, or several of one kind. */
export interface ManualPage {
  /** Below where we are mounted, such as `/docs/start`. */
  address: string;
  title: string;
  parts: Part[];
  /** Of the second level: what stands in the list of pages below its own title. */
  headings: Heading[];
}

/** What is found: a heading, and the words below it up to the next. */
export interface SearchEntry {
  /** Below where we are mounted, with its anchor. */
  address: string;
  page: string;
  heading: string;
  text: string;
}

/** All of it, as `scripts/manual/` makes it of Markdown while the application is built. */
export interface Manual {
  sections: { title: string; pages: { address: string; title: string }[] }[];
  pages: ManualPage[];
  entries: SearchEntry[];
}
