"use client";

import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { controlClass } from "../ui/control-class.ts";
import { cx } from "../ui/cx.ts";
import { useNow } from "../ui/now.tsx";
import { Select } from "../ui/select.tsx";
import { peopleByLabAge } from "./lab-age.ts";
import type { ActiveLab } from "./queries.ts";
import { fromLocalMinute } from "./send-time.ts";
import { grouped } from "#lib/grouped.ts";

const hourMs = 3_600_000;
const ages = [
  { value: "1", word: "Idle for 1 hour" },
  { value: "8", word: "Idle for 8 hours" },
  { value: "24", word: "Idle for 1 day" },
  { value: "168", word: "Idle for 7 days" },
  { value: "started", word: "Started before" },
] as const;

/** Finds people by their labs: those that nobody has used for long, or that were started before a time. */
export function PeopleByLabs({
  labs,
  verb,
  onPick,
}: {
  labs: readonly ActiveLab[];
  verb: "Choose" | "Leave out";
  onPick: (usernames: string[]) => void;
}) {
  const [age, setAge] = useState<(typeof ages)[number]["value"]>("24");
  const [before, setBefore] = useState("");
  const now = useNow();
  const people = peopleByLabAge(
    labs,
    age === "started"
      ? { startedBeforeMs: fromLocalMinute(before)?.getTime() ?? NaN }
      : { idleForMs: Number(age) * hourMs },
    now,
  );
  return (
    <div className="flex flex-wrap items-center gap-2 text-small">
      <span className="text-meta">By their labs</span>
      <Select label="By their labs" value={age} onChange={setAge} options={ages} className="w-44" />
      {age === "started" && (
        <input
          type="datetime-local"
          aria-label="Labs started before"
          value={before}
          onChange={(event) => setBefore(event.currentTarget.value)}
          className={cx(controlClass, "h-9 max-w-56")}
        />
      )}
      <Button small disabled={people.length === 0} onClick={() => onPick(people)}>
        {verb} {grouped(people.length)} {people.length === 1 ? "person" : "people"}
      </Button>
    </div>
  );
}
