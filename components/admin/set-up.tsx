import Link from "next/link";
import { Fragment } from "react";
import type { Check, NextStep } from "#lib/doctor/schema.ts";
import { address } from "../http/address.ts";
import { buttonClass } from "../ui/button-class.ts";
import { cx } from "../ui/cx.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Notice } from "../ui/notice.tsx";
import { toneText, type Tone } from "../ui/tone.ts";

const looks: Record<Check["state"], { icon: IconName; tone: Tone; word: string }> = {
  ok: { icon: "circle-check", tone: "success", word: "OK" },
  wrong: { icon: "circle-x", tone: "error", word: "Wrong" },
  off: { icon: "circle-slash", tone: "neutral", word: "Off" },
};

const names: Record<string, string> = {
  database: "Database",
  hub: "JupyterHub",
  lab: "Labs",
  clock: "Clock",
  address: "Address",
  mail: "Mail",
};

/** Where it stands by itself; an address stays as it is. */
const asSentence = (found: string) => found.replace(/^(?!https?:)./, (first) => first.toUpperCase());

/** What was found of each part of the set-up, and what to do next until a first message has arrived. */
export function SetUp({ checks, next }: { checks: Check[]; next: NextStep | undefined }) {
  const first = checks.find(({ name }) => name === next?.about);
  return (
    <>
      {next && (
        <Notice
          tone={checks.some(({ state }) => state === "wrong") ? "error" : "info"}
          title={next.about === "message" ? "Next: a first message" : `Next: ${names[next.about] ?? next.about}`}
          action={
            next.about === "message" && (
              <Link href="/hub/notifications" prefetch={false} className={buttonClass("primary")}>
                Write it
              </Link>
            )
          }
        >
          {first && <p className="break-words text-ink">{asSentence(first.found)}</p>}
          <p className="break-words">
            <WithLinks text={next.todo} />
          </p>
        </Notice>
      )}
      <section aria-label="What was looked at" className="rounded-card border border-line bg-surface shadow-raised">
        <ul className="divide-y divide-line">
          {checks.map((check) => (
            <Row key={check.name} check={check} saidAbove={check === first} />
          ))}
        </ul>
      </section>
      <p className="flex flex-wrap items-center justify-between gap-3 text-small text-meta">
        <span>
          <code className="font-mono">npm run doctor</code> on the server looks at the settings, the port and the proxy
          too.{" "}
          <a href={address("/docs/doctor")} className="underline underline-offset-2 hover:text-ink">
            What it says, and what to do
          </a>
        </span>
        <a href={address("/admin/setup")} className={buttonClass("secondary")}>
          Look again
        </a>
      </p>
    </>
  );
}

/** @param saidAbove what to do about it stands in the notice */
function Row({ check: { name, state, found, todo }, saidAbove }: { check: Check; saidAbove: boolean }) {
  const { icon, tone, word } = looks[state];
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 px-4 py-3 sm:grid-cols-[auto_9rem_minmax(0,1fr)] sm:px-5">
      <Icon name={icon} className={cx("mt-0.5 size-4.5", toneText[tone])} />
      <p className="font-medium sm:grid sm:grid-cols-[6rem_auto]">
        <span>{names[name] ?? name} </span>
        <span className={cx("text-small/5.5 font-normal", toneText[tone])}>{word}</span>
      </p>
      <div className="col-start-2 flex flex-col gap-1 break-words sm:col-start-3">
        <p>{asSentence(found)}</p>
        {todo !== undefined && !saidAbove && (
          <p className="text-soft">
            <WithLinks text={todo} />
          </p>
        )}
      </div>
    </li>
  );
}

/** Pages of the documentation are named as files, since the doctor says the same in a terminal. */
function WithLinks({ text }: { text: string }) {
  return text.split(/(docs\/[a-z-]+\.md)/).map((part, index) =>
    index % 2 === 0 ? (
      <Fragment key={part}>{part}</Fragment>
    ) : (
      <a
        key={part}
        href={address(`/${part.slice(0, -".md".length)}`)}
        className="underline underline-offset-2 hover:text-ink"
      >
        {part}
      </a>
    ),
  );
}
