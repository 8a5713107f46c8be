"use client";

import { useState } from "react";
import { Switch } from "../ui/switch.tsx";
import { useStore } from "../ui/use-store.ts";
import { desktopEnabled, desktopPermission, requestDesktopPermission } from "./desktop-notifications.ts";

/** What there is to say in the place of what it does. */
const refusals = {
  denied:
    "The browser does not allow it. Allow notifications for this address in its settings (left of the address), then switch this on again.",
  impossible: "This browser allows it on https pages alone.",
  default: "The browser’s question was left open. Switch this on again to be asked once more.",
};

/** Whether this browser raises what arrives on the desktop. It asks for leave when somebody switches it on, and not before. */
export function DesktopSwitch() {
  const wanted = useStore(desktopEnabled) ?? false;
  const [asked, setAsked] = useState<keyof typeof refusals>();
  const permission = wanted ? desktopPermission() : "default";
  // It was allowed once; the browser has been told otherwise since.
  const refused = asked ?? (wanted && permission !== "granted" ? permission : undefined);
  const change = async (on: boolean) => {
    setAsked(undefined);
    if (!on) return desktopEnabled.set(undefined);
    const leave = await requestDesktopPermission();
    if (leave === "granted") desktopEnabled.set(true);
    else setAsked(leave);
  };
  return (
    <div className="flex flex-col">
      <Switch
        label="Desktop notifications"
        checked={wanted && permission === "granted"}
        onChange={(on) => void change(on)}
      />
      <p role="status" className={refused ? "text-small text-warning" : "text-small text-meta"}>
        {refused
          ? refusals[refused]
          : "What arrives is shown on the desktop while no page of Belfry is on the screen: one notification for all that comes at one time."}
      </p>
    </div>
  );
}
