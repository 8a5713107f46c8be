import { cx } from "./cx.ts";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";

const looks: Record<ButtonLook, string> = {
  primary: "button-primary",
  secondary: "button-secondary",
  quiet: "button-quiet",
  danger: "button-danger",
};

/** The classes of a button; also for a link that looks like one. */
export const buttonClass = (look: ButtonLook = "secondary", small = false): string =>
  cx("button", small && "button-small", looks[look]);
