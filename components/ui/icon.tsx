import sheet from "./icons.svg";

/** All icons. They lie in one file that browsers keep; here they are only pointed at, so scripts and pages are without their shapes. Those are as lucide.dev draws them. */
export type IconName =
  | "arrow-down"
  | "arrow-up"
  | "bell"
  | "bell-off"
  | "boxes"
  | "check"
  | "chevron-down"
  | "chevron-left"
  | "chevrons-up-down"
  | "circle-alert"
  | "circle-arrow-down"
  | "circle-arrow-up"
  | "circle-check"
  | "circle-dashed"
  | "circle-help"
  | "circle-slash"
  | "circle-user"
  | "circle-x"
  | "clock"
  | "copy"
  | "download"
  | "ellipsis"
  | "external-link"
  | "hammer"
  | "history"
  | "hourglass"
  | "info"
  | "key-round"
  | "keyboard"
  | "link"
  | "loader-circle"
  | "lock"
  | "megaphone"
  | "monitor-off"
  | "package-x"
  | "pin"
  | "plus"
  | "refresh-cw"
  | "scroll-text"
  | "search"
  | "server-crash"
  | "shield-check"
  | "triangle-alert"
  | "undo"
  | "unplug"
  | "upload"
  | "user-plus"
  | "users"
  | "wifi-off"
  | "x";

/** Next.js types a picture of this kind as anything; it is what pictures are. */
const { src } = sheet as { src: string };

/** An icon without a meaning of its own: a word stands beside it. */
export function Icon({ name, className }: { name: IconName; className: string }) {
  return (
    <svg aria-hidden className={`icon ${className}`}>
      <use href={`${src}#${name}`} />
    </svg>
  );
}
