import type { RefObject } from "react";

/**
 * A `ref` of a field, which makes what was typed or chosen before the page's script ran count as if it were now: nobody heard it
 * then, and the next draw would take it back. What a browser puts back into a field after a reload is heard the same way; where
 * that would do something that nobody asked for now, `autoComplete="off"` keeps it from that.
 * @param also is given the field too
 */
export const heardEarly =
  <F extends { value: string }>(value: string, hear: (value: string) => void, also?: RefObject<F | null>) =>
  (field: F | null): void => {
    if (also) also.current = field;
    if (field && field.value !== value) hear(field.value);
  };

/** The same of a box that is ticked or not. */
export const tickedEarly =
  (checked: boolean, hear: (checked: boolean) => void) =>
  (box: HTMLInputElement | null): void => {
    if (box && box.checked !== checked) hear(box.checked);
  };
