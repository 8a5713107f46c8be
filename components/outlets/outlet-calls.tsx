import { grouped } from "#lib/grouped.ts";
import type { OutletCall } from "#lib/outlets/schema.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Status } from "../ui/status.tsx";

/** What was sent to an outlet last, and what became of it, folded away. */
export function OutletCalls({ calls }: { calls: readonly OutletCall[] }) {
  if (calls.length === 0) return null;
  return (
    <details className="text-small">
      <summary className="cursor-pointer text-meta">Last calls</summary>
      <ul className="mt-2 flex flex-col gap-1.5">
        {calls.map((call, n) => (
          <li key={`${call.at} ${n}`} className="break-words text-meta">
            <Status icon={call.ok ? "circle-check" : "circle-x"} tone={call.ok ? "success" : "error"}>
              {callWords(call)}
            </Status>{" "}
            · <RelativeTime iso={call.at} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function callWords({ ok, told, status, reason }: OutletCall): string {
  const what = told === 0 ? "A test" : told === 1 ? "1 notification" : `${grouped(told)} notifications`;
  return ok ? `${what} taken${status === undefined ? "" : ` with HTTP ${status}`}` : `${what} not taken: ${reason}`;
}
