/** Icons of the pages everybody opens. The server draws each once, on the {@link IconSheet}; here they are only pointed at. */
export type IconName =
  | "bell"
  | "bell-off"
  | "check"
  | "chevron-down"
  | "circle-arrow-down"
  | "circle-arrow-up"
  | "circle-check"
  | "circle-user"
  | "circle-x"
  | "clock"
  | "copy"
  | "external-link"
  | "hammer"
  | "info"
  | "keyboard"
  | "link"
  | "loader-circle"
  | "lock"
  | "megaphone"
  | "search"
  | "triangle-alert"
  | "upload"
  | "wifi-off"
  | "x";

/** An icon without a meaning of its own: a word stands beside it. */
export function Icon({ name, className }: { name: IconName; className: string }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" className={className}>
      <use href={`#icon-${name}`} />
    </svg>
  );
}
