import { Icon } from "../ui/icon.tsx";
import { cx } from "../ui/cx.ts";

/** Code with a button that copies it, which is only there where the page's script runs. @param name what is copied, for who can't see it */
export function Code({ name, children, className }: { name: string; children: string; className?: string }) {
  return (
    <div className={cx("relative", className)}>
      {/* Can be reached by the keyboard, as it may have to be scrolled. */}
      <pre
        tabIndex={0}
        role="region"
        aria-label={name}
        className="max-h-96 max-sm:min-h-13 max-sm:content-center overflow-auto rounded-control border border-line bg-sunken px-3 py-2 pr-11 font-mono text-small"
      >
        <code>{children}</code>
      </pre>
      <button
        type="button"
        hidden
        data-copies=""
        aria-label={`Copy: ${name}`}
        className="group touch-target absolute top-1 right-1 inline-flex size-8 items-center justify-center rounded-control bg-sunken text-meta hover:text-ink [&[hidden]]:hidden pointer-coarse:w-11"
      >
        <Icon name="copy" className="size-4 group-data-copied:hidden" />
        <Icon name="check" className="hidden size-4 text-success group-data-copied:block" />
      </button>
    </div>
  );
}
