import { Icon, type IconName } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { toneText, type Tone } from "../ui/tone.ts";
import { cx } from "../ui/cx.ts";
import type { ListedCall } from "./inlet.ts";

const looks: Record<ListedCall["fate"], { icon: IconName; tone: Tone }> = {
  published: { icon: "circle-check", tone: "success" },
  ignored: { icon: "circle-slash", tone: "neutral" },
  refused: { icon: "circle-x", tone: "error" },
};

function fateWords({ fate, published }: ListedCall): string {
  if (fate === "published") return published === 1 ? "1 notification" : `${published} notifications`;
  return fate === "ignored" ? "Ignored" : "Refused";
}

/** What came to an inlet last, folded away: the newest shows through. */
export function InletCalls({ calls }: { calls: readonly ListedCall[] }) {
  const [newest] = calls;
  if (!newest) return <p className="text-small text-meta">Nothing came yet</p>;
  return (
    <details className="text-small">
      <summary className="cursor-pointer text-meta">
        Last call: {fateWords(newest)} <RelativeTime iso={newest.atISO} />
      </summary>
      <ul className="mt-2 flex flex-col gap-2">
        {calls.map((call) => (
          <li key={call.id} className="flex items-start gap-2">
            <Icon
              name={looks[call.fate].icon}
              className={cx("mt-0.5 size-4 shrink-0", toneText[looks[call.fate].tone])}
            />
            <span className="min-w-0 break-words">
              <span className="font-medium">{fateWords(call)}</span>
              <span className="text-meta">
                {" "}
                {call.event !== null && <bdi>{call.event} · </bdi>}
                <RelativeTime iso={call.atISO} />
              </span>
              {call.reason !== null && <bdi className="block text-soft">{call.reason}</bdi>}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
