import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Status } from "../ui/status.tsx";
import { cellClass, deskOnly, rowClass } from "../ui/table.tsx";
import { PersonActionsMenu, type PersonTask } from "./person-actions-menu.tsx";
import type { ListedPerson } from "./person.ts";
import { providerWords } from "./provider-words.ts";

/** One account: whose, how they sign in, what they may do, since when. */
export function PersonRow({ person, onTask }: { person: ListedPerson; onTask: (task: PersonTask) => void }) {
  const { username, provider, hubName, self, createdISO } = person;
  const signsInWith = providerWords(provider) + (hubName === undefined ? "" : ` as ${hubName}`);
  return (
    <tr className={rowClass}>
      <th scope="row" className={cx(cellClass, "font-normal")}>
        <span className="block truncate" title={username}>
          <bdi className={cx("font-medium", person.disabled && "text-meta")}>{username}</bdi>
          {self && <span className="text-meta"> (you)</span>}
        </span>
        <span className="block truncate text-small text-meta sm:hidden">{signsInWith}</span>
      </th>
      <td className={cx(cellClass, deskOnly, "truncate text-soft")} title={signsInWith}>
        {signsInWith}
      </td>
      <td className={cx(cellClass, "text-small")}>
        <State person={person} />
      </td>
      <td className={cx(cellClass, deskOnly, "text-small text-meta")}>
        <RelativeTime iso={createdISO} />
      </td>
      <td className={cx(cellClass, "text-right")}>
        <PersonActionsMenu person={person} onTask={onTask} />
      </td>
    </tr>
  );
}

function State({ person: { role, disabled } }: { person: ListedPerson }) {
  const word = role === "admin" ? "Admin" : "Member";
  return (
    <span className="flex flex-col">
      {role === "admin" && !disabled ? (
        <span className="inline-flex items-center gap-1.5">
          <Icon name="shield-check" className="size-4 shrink-0 text-accent" />
          {word}
        </span>
      ) : (
        <span className="text-meta">{word}</span>
      )}
      {disabled && (
        <Status icon="circle-slash" tone="warning">
          Disabled
        </Status>
      )}
    </span>
  );
}
