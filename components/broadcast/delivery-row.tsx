import { memo } from "react";
import { cx } from "../ui/cx.ts";
import { Status } from "../ui/status.tsx";
import { outcomeLook, type Detail } from "./outcome-look.ts";
import { grouped } from "#lib/grouped.ts";

export interface DeliveryRowProps {
  detail: Detail;
  /** Its place in the whole table, the head being 1. */
  rowIndex: number;
  height: number;
  /** Whether there is room for all columns; else server and error stand below name and outcome. */
  wide: boolean;
  columnClass: Record<string, string>;
}

/** One server: whose, which, what came of it, why, and how long it took. A phone has server and error on a second line. */
export const DeliveryRow = memo(function DeliveryRow({
  detail,
  rowIndex,
  height,
  wide,
  columnClass,
}: DeliveryRowProps) {
  const { word, tone, icon } = outcomeLook[detail.outcome];
  const cell = (column: string) => cx("border-b border-line px-1.5 py-0 align-middle sm:px-3", columnClass[column]);
  const server = detail.server === "" ? "default" : detail.server;
  return (
    <tr aria-rowindex={rowIndex} style={{ height }}>
      <td className={cell("username")}>
        <span dir="auto" className="line-clamp-2 break-all sm:line-clamp-1" title={detail.username}>
          {detail.username}
        </span>
        {!wide && detail.server !== "" && <span className="block truncate text-small text-meta">{detail.server}</span>}
      </td>
      <td className={cx(cell("server"), "truncate", detail.server === "" && "text-meta")}>{server}</td>
      <td className={cell("outcome")}>
        <Status icon={icon} tone={tone}>
          {word}
        </Status>
        {!wide && detail.error !== undefined && (
          <span className="line-clamp-2 text-small leading-4 text-meta">{detail.error}</span>
        )}
      </td>
      <td className={cx(cell("error"), "truncate text-soft")} title={detail.error}>
        {wide && detail.error}
      </td>
      <td className={cell("durationMs")}>
        {detail.durationMs == null ? <span className="text-meta">–</span> : grouped(detail.durationMs)}
      </td>
    </tr>
  );
});
