"use client";

import { useId } from "react";
import { applyTheme, type Theme } from "../shell/theme.ts";
import { useTheme } from "../shell/use-theme.ts";
import { Card } from "../ui/card.tsx";
import { Segmented } from "../ui/segmented.tsx";

const choices = [
  { value: "system", word: "System" },
  { value: "light", word: "Light" },
  { value: "dark", word: "Dark" },
] as const;

/** Light or dark, in this browser. */
export function ThemeField({ given }: { given: Theme }) {
  const id = useId();
  const theme = useTheme(given);
  return (
    <Card title="Theme" titleId={id}>
      <div className="flex flex-col items-start gap-2 px-4 pt-3 pb-4 sm:px-5 sm:pb-5">
        <Segmented labelledBy={id} value={theme} onChange={applyTheme} options={choices} />
        <p className="text-small text-meta">Remembered in this browser.</p>
      </div>
    </Card>
  );
}
