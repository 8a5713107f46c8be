"use client";

import { useEffect, useSyncExternalStore, type ReactNode } from "react";
import { address } from "../http/address.ts";
import { outdated } from "../http/outdated.ts";
import { seenAt } from "../http/seen-at.ts";
import { broadcastInFlight } from "../live/broadcast-progress.ts";
import { liveStatus, unanswered } from "../live/live-status.ts";
import { cx } from "../ui/cx.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { useOnDemand } from "../ui/use-on-demand.ts";
import { useStore } from "../ui/use-store.ts";

const loadBroadcastStatus = async () => (await import("./broadcast-status.tsx")).BroadcastStatus;

/** The browser's own word, which holds also for what it said before this page was listening. */
function useOnline(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
}

function subscribe(onChange: () => void): () => void {
  const listening = new AbortController();
  for (const event of ["online", "offline"]) window.addEventListener(event, onChange, { signal: listening.signal });
  return () => listening.abort();
}

/** The thin line under the bar: nothing while all is well, but for a broadcast that is on its way. Covers nothing but the page's margin. */
export function ConnectionStatus() {
  const online = useOnline();
  const status = useStore(liveStatus);
  const old = useStore(unanswered);
  const tooOld = useStore(outdated);
  const well = online && !old && !tooOld && (status === "live" || status === "polling");
  return (
    <div className="absolute inset-x-0 top-full">
      <div role="status">
        {!online ? (
          <Message className="tint-warning text-warning" icon="wifi-off">
            You are offline. <AsOf />
          </Message>
        ) : status === "signed-out" ? (
          <Message className="tint-warning text-warning" icon="wifi-off">
            You are signed out.
            <a href={address("/sign-in")} className="font-medium underline underline-offset-2">
              Sign in
            </a>
          </Message>
        ) : tooOld ? (
          <Message className="tint-warning text-warning" icon="triangle-alert">
            Belfry was updated while this page stood open.
            <button
              type="button"
              onClick={() => location.reload()}
              className="touch-target font-medium underline underline-offset-2"
            >
              Reload
            </button>
          </Message>
        ) : (
          !well && (
            <Message className="border-line bg-surface text-meta" icon="loader-circle">
              Reconnecting… <AsOf />
            </Message>
          )
        )}
      </div>
      {well && <InFlight />}
    </div>
  );
}

/** Of when is what stands there, in the reader's own time: drawn in the browser alone. */
function AsOf() {
  const at = useStore(seenAt);
  if (at === 0) return "What you see may be old.";
  const today = new Date(at).toDateString() === new Date().toDateString();
  const written = new Intl.DateTimeFormat(undefined, { timeStyle: "short", ...(!today && { dateStyle: "medium" }) });
  return (
    <span>
      What you see is as of <time dateTime={new Date(at).toISOString()}>{written.format(at)}</time>.
    </span>
  );
}

/** Broadcasts are rare, and few people send them. */
function InFlight() {
  const sent = useStore(broadcastInFlight);
  const { Loaded: BroadcastStatus, fetch } = useOnDemand(loadBroadcastStatus);
  useEffect(() => {
    if (sent) fetch();
  });
  return sent && BroadcastStatus && <BroadcastStatus sent={sent} />;
}

function Message({ className, icon, children }: { className: string; icon: IconName; children: ReactNode }) {
  return (
    <p className={cx("flex animate-rise items-center justify-center gap-2 border-b px-4 py-0.5 text-small", className)}>
      <Icon name={icon} className={cx("size-4", icon === "loader-circle" && "animate-spin")} />
      {children}
    </p>
  );
}
