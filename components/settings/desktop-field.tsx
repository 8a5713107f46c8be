"use client";

import { DesktopSwitch } from "../inbox/desktop-switch.tsx";
import { Card } from "../ui/card.tsx";

/** What this browser does when something arrives. */
export function DesktopField() {
  return (
    <Card title="In this browser" titleId="in-this-browser">
      <div className="px-4 pt-3 pb-4 sm:px-5 sm:pb-5">
        <DesktopSwitch />
      </div>
    </Card>
  );
}
