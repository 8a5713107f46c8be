import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { Moment } from "../ui/moment.tsx";
import { Status } from "../ui/status.tsx";
import { grouped } from "#lib/grouped.ts";

/** Of a broadcast that waits for labs which start later: how many people it has not reached, and until when it waits. */
export function StillToCome({
  stillToCome,
  validUntilISO,
}: Pick<BroadcastDocument, "stillToCome"> & { validUntilISO: string }) {
  return (
    <p className="text-small">
      <Status icon="hourglass" tone="info">
        {stillToCome !== null && `${grouped(stillToCome)} still to come · `}
        {stillToCome === null ? "Valid until " : "valid until "}
        <Moment iso={validUntilISO} />
      </Status>
      <span className="text-meta"> · a lab that starts by then gets it once</span>
    </p>
  );
}
