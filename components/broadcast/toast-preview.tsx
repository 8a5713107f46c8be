import type { CSSProperties } from "react";
import type { Variant } from "#lib/broadcast/message.ts";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { variantLook } from "./variant-look.ts";

/** JupyterLab's own colours, from its default light and dark themes; not ours. */
const types: Record<Variant, string> = {
  default: "#bdbdbd",
  info: "#0097a7",
  success: "#388e3c",
  warning: "#f57c00",
  error: "#d32f2f",
  "in-progress": "#bdbdbd",
};
const labThemes = {
  light: { desk: "#eeeeee", card: "#ffffff", text: "rgb(0 0 0 / 0.87)", button: "#bdbdbd", icon: "#616161" },
  dark: { desk: "#111111", card: "#212121", text: "#ffffff", button: "#424242", icon: "#bdbdbd" },
};

/** A toast as JupyterLab 4 draws it at the lower right of its window, in one of its themes: `docs/jupyterlab-toast.png`. */
function Toast({ message, variant, theme }: { message: string; variant: Variant; theme: keyof typeof labThemes }) {
  const { desk, card, text, button, icon } = labThemes[theme];
  const colour = types[variant];
  const style: CSSProperties = { background: card, color: text, borderTopColor: colour };
  return (
    <div className="flex justify-end p-4" style={{ background: desk }}>
      <div
        className="w-full max-w-[25em] rounded-xs border-t-4 px-3 pt-3 pb-2 text-small shadow-[0_2px_6px_rgb(0_0_0/0.2)]"
        style={style}
      >
        <div className="flex gap-2.5">
          {variant !== "default" && (
            <span className="shrink-0" style={{ color: variant === "in-progress" ? icon : colour }}>
              <Icon
                name={variantLook[variant].icon}
                className={cx("size-5", variant === "in-progress" && "animate-spin")}
              />
            </span>
          )}
          <p dir="auto" className="min-w-0 flex-1 [overflow-wrap:anywhere] whitespace-pre-wrap">
            {message.trim() || "Your text appears here"}
          </p>
        </div>
        <div className="mt-2 flex items-center justify-between gap-3">
          <span style={{ color: icon }}>just now</span>
          <span className="rounded-xs px-3 py-0.5" style={{ background: button }}>
            Dismiss
          </span>
        </div>
      </div>
    </div>
  );
}

/** What people will see, in JupyterLab's light and dark theme at once. */
export function ToastPreview({ message, variant }: { message: string; variant: Variant }) {
  return (
    <div
      role="img"
      aria-label={`A toast of the type ${variantLook[variant].word.toLowerCase()}, with your text and a Dismiss button`}
      className="overflow-hidden rounded-control border border-line forced-color-adjust-none"
    >
      <Toast message={message} variant={variant} theme="light" />
      <Toast message={message} variant={variant} theme="dark" />
    </div>
  );
}
