"use client";

import { onlineManager } from "@tanstack/react-query";
import { WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";

const subscribe = (onChange: () => void) => onlineManager.subscribe(onChange);

/** The thin line under the bar: nothing while all is well. */
export function ConnectionLine() {
  const online = useSyncExternalStore(subscribe, () => onlineManager.isOnline(), () => true);
  return (
    <div role="status">
      {!online && (
        <p className="flex items-center justify-center gap-2 border-b tint-warning px-4 py-1 text-small text-warning">
          <WifiOff aria-hidden className="size-4" />
          You are offline. What you see may be old.
        </p>
      )}
    </div>
  );
}
