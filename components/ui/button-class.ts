import { cx } from "./cx.ts";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";

const looks: Record<ButtonLook, string> = {
  primary:
    "forced-color-adjust-none bg-accent text-on-accent font-medium hover:not-data-disabled:bg-accent-strong not-aria-busy:data-disabled:bg-line not-aria-busy:data-disabled:text-meta",
  secondary:
    "border border-line bg-surface text-ink shadow-raised hover:not-data-disabled:bg-hover data-disabled:text-meta",
  quiet:
    "forced-colors:border text-soft data-disabled:text-meta data-disabled:opacity-70 hover:not-data-disabled:bg-hover hover:not-data-disabled:text-ink",
  danger: "forced-color-adjust-none bg-error text-on-error font-medium hover:not-data-disabled:opacity-90",
};

/** The classes of a button; also for a link that looks like one. */
export function buttonClass(look: ButtonLook = "secondary", small = false): string {
  return cx(
    "touch-target inline-flex items-center justify-center gap-2 rounded-control whitespace-nowrap select-none",
    "transition-colors duration-150 data-disabled:cursor-not-allowed",
    small ? "h-8 px-2.5 text-small" : "h-9 px-3.5",
    looks[look],
  );
}
