"use client";

import { address } from "../http/address.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import type { Labs } from "./queries.ts";

export interface HubNoticeProps {
  labs: Labs | undefined;
  /** Why even Belfry's own answer is missing. */
  failure: string | undefined;
  refreshing: boolean;
  onRefresh: () => void;
}

/** What stands between a message and the labs, if anything, and what an admin can do about it. */
export function HubNotice({ labs, failure, refreshing, onRefresh }: HubNoticeProps) {
  const again = (
    <Button small onClick={onRefresh} pending={refreshing}>
      Try again
    </Button>
  );
  if (labs?.state === "off") {
    return (
      <Notice tone="info" title="Broadcasts are off: Belfry knows no JupyterHub yet">
        <p>
          Register Belfry at the hub as a service whose role holds the scopes{" "}
          <code className="font-mono">list:users</code>, <code className="font-mono">read:servers</code> and{" "}
          <code className="font-mono">tokens</code>, and <code className="font-mono">read:users:groups</code> for
          recipients by group. Then start Belfry with the hub’s address and that service’s token:
        </p>
        <pre className="rounded-control border border-line bg-sunken px-3 py-2 font-mono text-small break-all whitespace-pre-wrap text-ink">
          {"JUPYTERHUB_API_URL=http://hub:8081/hub/api\nJUPYTERHUB_API_TOKEN=<the service's API token>"}
        </pre>
        <a href={address("/docs/deploy-jupyterhub")} className="font-medium text-ink underline underline-offset-2">
          How, on each kind of hub
        </a>
      </Notice>
    );
  }
  if (labs?.state === "hub-failed") {
    return (
      <Notice tone="error" title="The hub can’t say which labs are running" action={again}>
        <p>{labs.reason}</p>
      </Notice>
    );
  }
  if (labs?.state === "listed" && labs.warning !== undefined)
    return <Notice tone="warning" title={labs.warning} action={again} />;
  if (!labs && failure !== undefined) {
    return (
      <Notice tone="warning" title="The running labs could not be counted" action={again}>
        <p>{failure}</p>
      </Notice>
    );
  }
  return null;
}
