/** What lies between a dialog and the page. */
export const backdropClass =
  "fixed inset-0 z-40 bg-veil transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";

/** A dialog, in the middle of the window. */
export const dialogClass =
  "fixed top-1/2 left-1/2 z-50 flex max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col gap-3 rounded-card border border-line bg-surface p-5 shadow-popup transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";
