import { Code } from "./code.tsx";
import type { Part } from "./manual.ts";

/** The text of a page, made of our own Markdown while the application was built; styled by app/docs/manual.css. */
export function ManualText({ parts }: { parts: Part[] }) {
  return (
    <article className="manual">
      {parts.map((part, n) =>
        typeof part === "string" ? (
          <div key={n} className="text" dangerouslySetInnerHTML={{ __html: part }} />
        ) : (
          <Code key={n} name={part.name}>
            {part.code}
          </Code>
        ),
      )}
    </article>
  );
}
