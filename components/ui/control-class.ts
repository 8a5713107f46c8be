/** How text fields, text areas and selects look alike. 16 px on a phone, or the browser zooms in. */
export const controlClass =
  "touch-target w-full rounded-control border border-edge bg-surface px-3 text-base text-ink placeholder:text-meta " +
  "hover:border-soft aria-invalid:border-error focus-visible:outline-offset-0 pointer-coarse:text-lead";
