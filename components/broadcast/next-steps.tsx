"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { buttonClass } from "../ui/button-class.ts";
import { Status } from "../ui/status.tsx";
import { CopyNames } from "./copy-names.tsx";
import { InstallHint } from "./install-hint.tsx";
import { outcomeLook, outcomeOrder, type Outcome } from "./outcome-look.ts";
import { outcomeNext } from "./outcome-next.ts";
import { againAddress, detailsQuery } from "./queries.ts";
import { grouped } from "#lib/grouped.ts";

type Open = keyof typeof outcomeNext;
const isOpen = (outcome: Outcome): outcome is Open => Object.hasOwn(outcomeNext, outcome);

/** What can be done about each outcome but the good one, with the names of whom it is about. */
export function NextSteps({ sent: { id, outcomes, total } }: { sent: BroadcastDocument }) {
  const { data: details = [] } = useQuery(detailsQuery(id, false, total));
  return (
    <ul className="flex flex-col gap-4">
      {outcomeOrder.filter(isOpen).map((outcome) => {
        const count = outcomes[outcome] ?? 0;
        if (count === 0) return null;
        const { word, tone, icon } = outcomeLook[outcome];
        const names = new Set(details.filter((detail) => detail.outcome === outcome).map(({ username }) => username));
        return (
          <li key={outcome} className="flex flex-col gap-1">
            <Status icon={icon} tone={tone}>
              {word} · {grouped(count)}
            </Status>
            <p className="max-w-[72ch] text-soft">{outcomeNext[outcome]}</p>
            {outcome === "extension-missing" && <InstallHint />}
            <div className="flex flex-wrap gap-1">
              <CopyNames names={[...names]} />
              <Link
                href={againAddress(id, outcome)}
                prefetch={false}
                className={`${buttonClass("quiet", true)} print:hidden`}
              >
                Write to them…
              </Link>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
