"use client";

import { useState } from "react";
import type { TextFieldProps } from "../ui/text-field.tsx";
import type { Change } from "./use-change.ts";

/** What a text field is told of what is typed into it. */
export type TextFieldState = Pick<TextFieldProps, "label" | "value" | "onChange" | "error">;

/**
 * A text that a change is given, for a `TextField`.
 * @param path what the change calls it, by which it says what is wrong with it
 */
export function useTextField(
  { fault }: Pick<Change<unknown>, "fault">,
  path: string,
  label: string,
  first = "",
): TextFieldState {
  const [value, onChange] = useState(first);
  return { label, value, onChange, error: fault(path, label) };
}
