import type { ReactNode } from "react";
import { Begin } from "./begin.tsx";
import { Code } from "./code.tsx";
import { Endpoint, FieldsOf, type Listed } from "./endpoint.tsx";
import { TypeOf } from "./fields.tsx";
import type { OpenApi, Schema } from "./openapi.ts";
import { Prose } from "./prose.tsx";

const anchor = (text: string) => text.toLowerCase().replace(/[^a-z]+/g, "-");

/** How to begin, every endpoint by its heading, then the shapes they share. */
export function Reference({ document, documentAddress }: { document: OpenApi; documentAddress: string }) {
  const { schemas } = document.components;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Listed => ({ method, path, ...operation })),
  );
  const headings = document.tags.map((tag) => ({
    ...tag,
    listed: operations.filter(({ tags }) => tags[0] === tag.name),
  }));
  return (
    <div className="gap-8 lg:grid lg:grid-cols-[13rem_minmax(0,1fr)]">
      <Contents headings={headings} />
      <div className="flex min-w-0 flex-col gap-10">
        <Begin documentAddress={documentAddress} />
        {headings.map(({ name, description, listed }) => (
          <Heading key={name} title={name} about={description}>
            {listed.map((operation) => (
              <Endpoint key={operation.operationId} {...operation} schemas={schemas} />
            ))}
          </Heading>
        ))}
        <Heading title="Shapes" about="What requests and answers are made of, by name">
          <div className="flex flex-col gap-2">
            {Object.entries(schemas).map(([name, schema]) => (
              <Shape key={name} name={name} schema={schema} schemas={schemas} />
            ))}
          </div>
        </Heading>
      </div>
    </div>
  );
}

/** Beside the page where there is room, else folded at its head. */
function Contents({ headings }: { headings: { name: string; listed: Listed[] }[] }) {
  const link = "touch-target block content-center rounded-control py-0.5 text-soft hover:text-ink hover:underline";
  const entries = [{ name: "Begin", listed: [] }, ...headings, { name: "Shapes", listed: [] }];
  const list = (
    <ul className="flex flex-col gap-2 text-small">
      {entries.map(({ name, listed }) => (
        <li key={name}>
          <a href={`#${anchor(name)}`} className={`${link} font-medium`}>
            {name}
          </a>
          <ul className="pl-2">
            {listed.map(({ operationId, summary }) => (
              <li key={operationId}>
                <a href={`#${operationId}`} className={link}>
                  {summary}
                </a>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      <nav
        aria-label="On this page"
        className="sticky top-12 hidden max-h-[calc(100dvh-3rem)] self-start overflow-y-auto py-2 lg:block"
      >
        {list}
      </nav>
      <nav aria-label="Contents" className="mb-6 lg:hidden">
        <details className="rounded-card border border-line bg-surface px-4 py-2">
          <summary className="touch-target cursor-pointer content-center font-medium">Contents</summary>
          {list}
        </details>
      </nav>
    </>
  );
}

function Heading({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <section aria-labelledby={anchor(title)} className="flex flex-col gap-4">
      <div>
        <h2 id={anchor(title)} className="scroll-mt-16 text-title font-semibold">
          {title}
        </h2>
        <p className="text-soft">{about}</p>
      </div>
      {children}
    </section>
  );
}

/** A shape, folded: there are many of them, and links lead to each. */
function Shape({ name, schema, schemas }: { name: string; schema: Schema; schemas: Record<string, Schema> }) {
  const [example] = schema.examples ?? [];
  return (
    <details
      id={name}
      className="scroll-mt-16 rounded-card border border-line bg-surface px-4 py-1 target:border-accent"
    >
      <summary className="touch-target cursor-pointer content-center font-mono font-semibold">{name}</summary>
      <div className="flex flex-col gap-3 py-2">
        {schema.description !== undefined && (
          <p className="max-w-[72ch] text-soft">
            <Prose>{schema.description}</Prose>
          </p>
        )}
        {schema.properties ? <FieldsOf schema={schema} schemas={schemas} /> : <Choices schema={schema} />}
        {example !== undefined && <Code name={`An example of ${name}`}>{JSON.stringify(example, null, 2)}</Code>}
      </div>
    </details>
  );
}

/** What a union may be, each with its own link. */
function Choices({ schema }: { schema: Schema }) {
  const choices = schema.oneOf ?? schema.anyOf ?? [schema];
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {choices.map((choice, n) => (
        <li key={n}>
          <TypeOf schema={choice} />
        </li>
      ))}
    </ul>
  );
}
