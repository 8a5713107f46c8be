"use client";

import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { buttonClass } from "../ui/button-class.ts";
import { Copyable } from "../ui/copyable.tsx";
import { Icon } from "../ui/icon.tsx";
import { Linked, piecesOf } from "../ui/linked.tsx";
import { useOriginLinks } from "./use-origin-links.ts";
import type { Row } from "./rows.ts";
import { identsOf, linkOf, plain, sentence, sourceOf, textOf } from "#lib/inbox/sentence.ts";

const written = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const exactly = (timestamp: number) => (
  <time dateTime={new Date(timestamp).toISOString()}>{written.format(timestamp)}</time>
);

export interface RowDetailsProps {
  id: string;
  row: Row;
  /** Left out where that means nothing. */
  onMarkUnread: ((row: Row) => void) | undefined;
  onKeep: (row: Row, kept: boolean) => void;
}

/** All there is to know of a row. Drawn in the browser alone: the server does not know the reader's zone. */
export function RowDetails({ id, row, onMarkUnread, onKeep }: RowDetailsProps) {
  const { newest, all, unread } = row;
  const { data, type } = newest;
  const message = textOf(data, "message");
  const group = textOf(data, "group_id");
  const link = linkOf(data);
  const links = useOriginLinks(all);
  const idents = identsOf(newest);
  return (
    <div id={id} className="flex animate-rise flex-col gap-3 bg-hover px-4 pt-1 pb-4 text-small sm:pl-16">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5">
        {idents.length > 0 && (
          <Fact name={idents.length > 1 ? "Packages" : "Package"}>
            <span className="flex flex-col gap-1.5">
              {idents.map((ident) => (
                <Copyable key={ident} text={ident} />
              ))}
            </span>
          </Fact>
        )}
        {message !== undefined && (type !== "broadcast" || piecesOf(message).some(({ href }) => href)) && (
          <Fact name="Message">
            <span dir="auto" className="block whitespace-pre-line">
              <Linked text={message} />
            </span>
          </Fact>
        )}
        {sourceOf(data) && (
          <Fact name="Source">
            <bdi>{sourceOf(data)}</bdi>
          </Fact>
        )}
        {group !== undefined && (
          <Fact name="Build">
            <span className="font-mono">
              group {group} · job {textOf(data, "job_id")}
            </span>
          </Fact>
        )}
        {all.length > 1 ? (
          <Fact name="History">
            <ol className="flex flex-col gap-0.5">
              {all.toReversed().map((item) => (
                <li key={item.id}>
                  <bdi>{plain(sentence(item))}</bdi> <span className="text-meta">· {exactly(item.timestamp)}</span>
                </li>
              ))}
            </ol>
          </Fact>
        ) : (
          <Fact name="When">{exactly(newest.timestamp)}</Fact>
        )}
      </dl>
      <div className="flex flex-wrap gap-2">
        {link !== undefined && (
          <a href={link} target="_blank" rel="noopener noreferrer" className={buttonClass("secondary", true)}>
            Open {new URL(link).host}
            <Icon name="external-link" className="size-3.5" />
          </a>
        )}
        {links.map(({ name, href }) => (
          <a
            key={name}
            href={href}
            target="_blank"
            rel="noopener noreferrer"
            className={buttonClass("secondary", true)}
          >
            <bdi>{name}</bdi>
            <Icon name="external-link" className="size-3.5" />
          </a>
        ))}
        {!unread && onMarkUnread && (
          <Button small onClick={() => onMarkUnread(row)}>
            Mark unread
          </Button>
        )}
        {onMarkUnread && (
          <Button small onClick={() => onKeep(row, !newest.kept)}>
            {newest.kept ? "Keep no longer" : "Keep"}
          </Button>
        )}
      </div>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-meta">{name}</dt>
      <dd className="min-w-0 text-ink [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}
