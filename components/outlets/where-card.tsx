"use client";

import { useId, type ReactNode } from "react";
import type { Action } from "../http/answer.ts";
import { useChange } from "../http/use-change.ts";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { FieldError } from "../ui/field.tsx";
import { Select, type SelectProps } from "../ui/select.tsx";
import type { ListedOutlet, OutletActions } from "./outlet.ts";
import {
  canBeNone,
  chooseOfOrigin,
  chooseOfOthers,
  chosenOrigins,
  fromOnOptions,
  ofOrigin,
  ofOthers,
  type OfOrigin,
} from "./what-goes-where.ts";

interface MutableOrigin {
  origin: string;
  muted: boolean;
}

interface WhereCardProps extends Pick<OutletActions, "edit"> {
  origins: readonly MutableOrigin[];
  outlets: readonly ListedOutlet[];
  setMuted: Action<{ origin: string; muted: boolean }>;
}

const inInbox = [
  { value: "shown", word: "Everything" },
  { value: "muted", word: "Muted" },
] as const;

/** What of each origin goes where: a row an origin, a column a place; on a phone a list of the one within the other. */
export function WhereCard({ origins, outlets, edit, setMuted }: WhereCardProps) {
  const id = useId();
  const rows = rowsOf(origins, outlets);
  return (
    <Card title="What goes where" titleId={id}>
      <p className="px-4 pt-1 pb-3 text-soft sm:px-5">
        Of each origin, from which category on. A muted one is folded away in the inbox, and sent only where something
        is chosen for it here.
      </p>
      {rows.length === 0 && (
        <EmptyState icon="bell-off" title="You belong to no origin yet">
          Once you do, or something reaches you, you can choose here what of it goes where.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <div className="border-t border-line sm:max-h-[36rem] sm:overflow-auto">
          <table aria-labelledby={id} className="w-full text-left max-sm:block">
            <thead className="text-small max-sm:sr-only">
              <tr className="*:h-9 *:bg-surface *:px-5 *:font-medium *:text-soft sm:*:sticky sm:*:top-0 sm:*:z-10">
                {["Origin", "Inbox", ...outlets.map(({ host }) => host)].map((head, n) => (
                  <th key={`${head} ${n}`} scope="col" className="max-w-52 truncate">
                    <bdi>{head}</bdi>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="max-sm:block">
              {rows.map(({ origin, muted }) => (
                <Row key={origin} head={origin}>
                  <Cell
                    of={origin}
                    place="Inbox"
                    value={muted ? "muted" : "shown"}
                    options={inInbox}
                    choose={(wanted) => setMuted({ origin, muted: wanted === "muted" })}
                  />
                  {outlets.map((outlet) => (
                    <Cell<OfOrigin>
                      key={outlet.id}
                      of={origin}
                      place={outlet.host}
                      value={ofOrigin(outlet, origin)}
                      options={[
                        { value: "others", word: muted && !outlet.origins ? "Nothing: muted" : "As the others" },
                        ...fromOnOptions,
                      ]}
                      choose={(wanted) => edit({ id: outlet.id, change: chooseOfOrigin(outlet, origin, wanted) })}
                    />
                  ))}
                </Row>
              ))}
              {outlets.length > 0 && (
                <Row head="All others">
                  <td className="px-5 py-2 max-sm:flex max-sm:justify-between max-sm:px-0">
                    <span className="text-small text-meta sm:hidden">Inbox</span>
                    <span className="text-soft">Everything</span>
                  </td>
                  {outlets.map((outlet) => (
                    <Cell
                      key={outlet.id}
                      of="All others"
                      place={outlet.host}
                      value={ofOthers(outlet)}
                      options={fromOnOptions.filter(
                        ({ value }) => value !== "none" || outlet.origins !== null || canBeNone(outlet),
                      )}
                      choose={(wanted) => edit({ id: outlet.id, change: chooseOfOthers(outlet, wanted) })}
                    />
                  ))}
                </Row>
              )}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

/** Those that somebody has to do with, and those that an outlet names, by name. */
function rowsOf(origins: readonly MutableOrigin[], outlets: readonly ListedOutlet[]): MutableOrigin[] {
  const known = new Map(origins.map((one) => [one.origin, one]));
  for (const origin of outlets.flatMap(chosenOrigins))
    if (!known.has(origin)) known.set(origin, { origin, muted: false });
  return [...known.values()].sort((a, b) => (a.origin < b.origin ? -1 : 1));
}

function Row({ head, children }: { head: string; children: ReactNode }) {
  return (
    <tr className="*:border-t *:border-line max-sm:block max-sm:border-t max-sm:border-line max-sm:px-4 max-sm:py-3 max-sm:*:border-t-0 max-sm:first:border-t-0">
      <th
        scope="row"
        className="bg-surface px-2 py-2 pl-5 font-medium break-words max-sm:block max-sm:p-0 sm:sticky sm:left-0 sm:max-w-48"
      >
        {head}
      </th>
      {children}
    </tr>
  );
}

/** What of one origin goes to one place. */
function Cell<V extends string>({
  of,
  place,
  value,
  options,
  choose,
}: Pick<SelectProps<V>, "value" | "options"> & { of: string; place: string; choose: Action<V> }) {
  const choosing = useChange(choose);
  return (
    <td className="px-2 py-2 max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:justify-between max-sm:gap-x-3 max-sm:px-0 max-sm:py-1">
      <span aria-hidden className="min-w-0 text-small break-words text-meta sm:hidden">
        {place}
      </span>
      <Select
        label={`${of}: ${place}`}
        value={choosing.pending && choosing.given !== undefined ? choosing.given : value}
        onChange={(wanted) => {
          if (!choosing.pending) choosing.run(wanted);
        }}
        options={options}
        className="w-50 sm:w-52"
      />
      {choosing.failure !== undefined && <FieldError>{choosing.failure}</FieldError>}
    </td>
  );
}
