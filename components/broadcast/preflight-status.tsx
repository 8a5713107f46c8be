"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "../http/request-error.ts";
import { Button } from "../ui/button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { Status } from "../ui/status.tsx";
import { DoubtfulLabs, type DoubtfulLabsProps } from "./doubtful-labs.tsx";
import { doubtfulLabs, preflightOf } from "./preflight.ts";
import { probeAgainQuery, probeQuery, warmQuery } from "./queries.ts";
import { grouped } from "#lib/grouped.ts";

/**
 * Which labs would show a message, found by asking each without sending anything.
 * @param wanted whether somebody is about to write; until then no lab is asked
 * @param draft whom the message is for, so that those who would not show it can be left out
 * @param warm whether they write: then all is made ready for the send
 */
export function PreflightStatus({
  wanted,
  warm,
  draft,
  onChange,
}: { wanted: boolean; warm: boolean } & Pick<DoubtfulLabsProps, "draft" | "onChange">) {
  const client = useQueryClient();
  const { data: labs, dataUpdatedAt, error, isFetching } = useQuery({ ...probeQuery, enabled: wanted });
  useQuery({ ...warmQuery, enabled: wanted && warm });
  // What came of it, an error too, is the query's, which is shown below.
  const ask = () => void client.query(probeAgainQuery).catch(() => undefined);
  const again = (
    <Button look="quiet" small pending={isFetching} onClick={ask}>
      Check again
    </Button>
  );
  if (!labs && !error) {
    if (!isFetching) return null;
    return (
      <p role="status" className="flex items-center gap-2 text-small text-meta">
        <Spinner />
        Checking which labs have the extension
      </p>
    );
  }
  if (!labs) {
    return (
      <div className="flex items-center justify-between gap-2 text-small">
        <p className="min-w-0 text-warning">The labs could not be checked: {messageOf(error)}</p>
        {again}
      </div>
    );
  }
  const { ready, missing, unreachable, unasked } = preflightOf(labs);
  return (
    <div className="flex flex-col gap-1 border-t border-line pt-3 text-small">
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
        <Status icon="circle-check" tone="success">
          {grouped(ready)} ready
        </Status>
        {missing > 0 && (
          <Status icon="package-x" tone="warning">
            {grouped(missing)} without the extension
          </Status>
        )}
        {unreachable > 0 && (
          <Status icon="unplug" tone="error">
            {grouped(unreachable)} unreachable
          </Status>
        )}
        {unasked > 0 && <span className="text-meta">{grouped(unasked)} not asked, since a send came first</span>}
      </p>
      {doubtfulLabs(labs).map((group) => (
        <DoubtfulLabs key={group.of} group={group} draft={draft} onChange={onChange} />
      ))}
      <div className="flex items-center justify-between gap-2 text-meta">
        <span>
          Checked <RelativeTime iso={new Date(dataUpdatedAt).toISOString()} />, nothing was sent
        </span>
        {again}
      </div>
    </div>
  );
}
